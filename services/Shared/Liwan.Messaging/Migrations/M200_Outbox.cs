using FluentMigrator;

namespace Liwan.Messaging.Migrations;

/// <summary>The outbox, what each sink has of it, and the lease of the relay that empties it.</summary>
[Migration(200)]
public sealed class M200Outbox : Migration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("messaging_outbox")
            .WithColumn("id").AsInt64().NotNullable().PrimaryKey().Identity()
            .WithColumn("message_id").AsString(36).NotNullable().Unique("ux_messaging_outbox_message_id")
            .WithColumn("event_type").AsString(100).NotNullable()
            .WithColumn("report").AsString(200).NotNullable()
            .WithColumn("sequence").AsInt64().NotNullable()
            .WithColumn("payload").AsString(int.MaxValue).NotNullable()
            .WithColumn("traceparent").AsString(55).Nullable()
            .WithColumn("tracestate").AsString(512).Nullable()
            .WithColumn("create_time").AsInt64().NotNullable()
            .WithColumn("position").AsInt64().Nullable()
            .WithColumn("send_time").AsInt64().Nullable()
            .WithColumn("attempts").AsInt32().NotNullable().WithDefaultValue(0)
            .WithColumn("retry_time").AsInt64().NotNullable().WithDefaultValue(0)
            .WithColumn("park_time").AsInt64().Nullable()
            .WithColumn("error").AsString(2000).Nullable();
        Create.Index("ux_messaging_outbox_report_sequence").OnTable("messaging_outbox")
            .OnColumn("report").Ascending().OnColumn("sequence").Ascending().WithOptions().Unique();
        Create.Index("ix_messaging_outbox_position").OnTable("messaging_outbox").OnColumn("position").Ascending();
        Create.Index("ix_messaging_outbox_send_time").OnTable("messaging_outbox")
            .OnColumn("send_time").Ascending().OnColumn("position").Ascending();

        Create.Table("messaging_outbox_sink")
            .WithColumn("sink").AsString(50).NotNullable().PrimaryKey()
            .WithColumn("outbox_id").AsInt64().NotNullable().PrimaryKey()
            .WithColumn("apply_time").AsInt64().Nullable()
            .WithColumn("attempts").AsInt32().NotNullable()
            .WithColumn("retry_time").AsInt64().NotNullable()
            .WithColumn("error").AsString(2000).Nullable();
        Create.Index("ix_messaging_outbox_sink_outbox_id").OnTable("messaging_outbox_sink").OnColumn("outbox_id").Ascending();

        Create.Table("messaging_lease")
            .WithColumn("name").AsString(50).NotNullable().PrimaryKey()
            .WithColumn("holder").AsString(200).NotNullable()
            .WithColumn("fence").AsInt64().NotNullable()
            .WithColumn("expire_time").AsInt64().NotNullable()
            .WithColumn("last_position").AsInt64().NotNullable();
        Insert.IntoTable("messaging_lease")
            .Row(new { name = "outbox-relay", holder = "", fence = 0L, expire_time = 0L, last_position = 0L });
    }

    /// <inheritdoc/>
    public override void Down()
    {
        Delete.Table("messaging_lease");
        Delete.Table("messaging_outbox_sink");
        Delete.Table("messaging_outbox");
    }
}
