using FluentMigrator;

namespace Liwan.Messaging.Migrations;

/// <summary>
/// The outbox as a feed: whose an event is, up to where the feed was forgotten, and when an event was done with where there is
/// no broker, or was asked for again.
/// </summary>
[Migration(202)]
public sealed class M202EventFeed : Migration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Alter.Table("messaging_outbox")
            .AddColumn("department").AsString(63).Nullable()
            .AddColumn("apply_time").AsInt64().Nullable()
            .AddColumn("replay_time").AsInt64().Nullable();
        Alter.Table("messaging_lease").AddColumn("purged_position").AsInt64().NotNullable().WithDefaultValue(0L);

        // departments/{department}/reports/{year}
        IfDatabase(ProcessorIdConstants.SQLite).Execute.Sql("UPDATE messaging_outbox SET department = SUBSTR(report, 13, LENGTH(report) - 25)");
        IfDatabase(ProcessorIdConstants.SqlServer).Execute.Sql("UPDATE messaging_outbox SET department = SUBSTRING(report, 13, LEN(report) - 25)");
        Execute.Sql(
            """
            UPDATE messaging_outbox SET apply_time = (SELECT MAX(s.apply_time) FROM messaging_outbox_sink AS s WHERE s.outbox_id = messaging_outbox.id)
            WHERE (SELECT COUNT(*) FROM messaging_outbox_sink AS s WHERE s.outbox_id = messaging_outbox.id AND s.apply_time IS NOT NULL)
                >= CASE event_type WHEN 'liwan.events.v1.ReportArchived' THEN 1 WHEN 'liwan.events.v1.ReportSubmitted' THEN 4 ELSE 3 END
            """);

        Create.Index("ix_messaging_outbox_department").OnTable("messaging_outbox")
            .OnColumn("department").Ascending().OnColumn("position").Ascending();
        Create.Index("ix_messaging_outbox_apply_time").OnTable("messaging_outbox").OnColumn("apply_time").Ascending();
    }

    /// <inheritdoc/>
    public override void Down()
    {
        Delete.Index("ix_messaging_outbox_apply_time").OnTable("messaging_outbox");
        Delete.Index("ix_messaging_outbox_department").OnTable("messaging_outbox");
        Delete.Column("purged_position").FromTable("messaging_lease");
        Delete.Column("department").Column("apply_time").Column("replay_time").FromTable("messaging_outbox");
    }
}
