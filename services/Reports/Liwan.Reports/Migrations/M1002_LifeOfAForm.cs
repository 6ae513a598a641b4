using FluentMigrator;

namespace Liwan.Reports.Migrations;

/// <summary>When a form was accepted and made public, and the history of its changes.</summary>
[Migration(1002)]
public sealed class M1002LifeOfAForm : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Column("accept_time").OnTable("report").AsInt64().Nullable();
        Create.Column("publish_time").OnTable("report").AsInt64().Nullable();

        Create.Table("report_change")
            .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
            .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("number").AsInt32().NotNullable().PrimaryKey()
            .WithColumn("action").AsString(20).NotNullable()
            .WithColumn("from_state").AsInt32().Nullable()
            .WithColumn("to_state").AsInt32().NotNullable()
            .WithColumn("caller").AsString(200).NotNullable()
            // 2,000 characters, each of which may take two UTF-16 code units.
            .WithColumn("reason").AsString(4000).NotNullable()
            .WithColumn("revision").AsInt32().NotNullable()
            .WithColumn("changed_fields").AsString(400).NotNullable()
            .WithColumn("create_time").AsInt64().NotNullable();
    }
}
