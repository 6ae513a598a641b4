using FluentMigrator;

namespace Liwan.Reports.Migrations;

/// <summary>What reviewers say of forms.</summary>
[Migration(1004)]
public sealed class M1004ReviewComments : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up() => Create.Table("review_comment")
        .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
        .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
        .WithColumn("number").AsInt32().NotNullable().PrimaryKey()
        .WithColumn("field").AsString(200).NotNullable()
        .WithColumn("field_label").AsString(1000).NotNullable()
        .WithColumn("field_value").AsString(2000).NotNullable()
        .WithColumn("text").AsString(2000).NotNullable()
        .WithColumn("revision").AsInt32().NotNullable()
        .WithColumn("author").AsString(200).NotNullable()
        .WithColumn("create_time").AsInt64().NotNullable()
        .WithColumn("resolve_time").AsInt64().Nullable()
        .WithColumn("resolver").AsString(200).NotNullable();
}
