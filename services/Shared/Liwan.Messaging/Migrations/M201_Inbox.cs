using FluentMigrator;

namespace Liwan.Messaging.Migrations;

/// <summary>The inbox: what each consumer has received, and how far it is with each report.</summary>
[Migration(201)]
public sealed class M201Inbox : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("messaging_inbox")
            .WithColumn("consumer").AsString(50).NotNullable().PrimaryKey()
            .WithColumn("message_id").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("receive_time").AsInt64().NotNullable();
        Create.Index("ix_messaging_inbox_receive_time").OnTable("messaging_inbox").OnColumn("receive_time").Ascending();

        Create.Table("messaging_inbox_report")
            .WithColumn("consumer").AsString(50).NotNullable().PrimaryKey()
            .WithColumn("report").AsString(200).NotNullable().PrimaryKey()
            .WithColumn("sequence").AsInt64().NotNullable();
    }
}
