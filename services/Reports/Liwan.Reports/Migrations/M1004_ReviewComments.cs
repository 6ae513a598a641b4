using FluentMigrator;

namespace Liwan.Reports.Migrations;

/// <summary>What reviewers say of forms.</summary>
[Migration(1004)]
public sealed class M1004ReviewComments : AutoReversingMigration
{
    // The limits count characters, each of which may take two UTF-16 code units.
    private const int TextUnits = 4000;

    /// <inheritdoc/>
    public override void Up() => Create.Table("review_comment")
        .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
        .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
        .WithColumn("number").AsInt32().NotNullable().PrimaryKey()
        .WithColumn("field").AsString(200).NotNullable()
        .WithColumn("field_label").AsString(1000).NotNullable()
        .WithColumn("field_value").AsString(TextUnits).NotNullable()
        .WithColumn("text").AsString(TextUnits).NotNullable()
        .WithColumn("revision").AsInt32().NotNullable()
        .WithColumn("author").AsString(200).NotNullable()
        .WithColumn("create_time").AsInt64().NotNullable()
        .WithColumn("resolve_time").AsInt64().Nullable()
        .WithColumn("resolver").AsString(200).NotNullable();
}
