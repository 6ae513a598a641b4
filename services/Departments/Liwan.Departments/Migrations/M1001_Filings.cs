using FluentMigrator;

namespace Liwan.Departments.Migrations;

/// <summary>What the round knows of each department's form, from the events.</summary>
[Migration(1001)]
public sealed class M1001Filings : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up() => Create.Table("filing")
        .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
        .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
        .WithColumn("state").AsInt32().NotNullable()
        .WithColumn("revision").AsInt32().NotNullable()
        .WithColumn("submitted_revision").AsInt32().NotNullable()
        .WithColumn("submit_time").AsInt64().Nullable()
        .WithColumn("archived_revision").AsInt32().NotNullable()
        .WithColumn("sequence").AsInt64().NotNullable()
        .WithColumn("update_time").AsInt64().NotNullable();
}
