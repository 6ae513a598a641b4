using FluentMigrator;
using Liwan.Storage.Audit;

namespace Liwan.Storage.Migrations;

/// <summary>
/// The audit trail: its entries, the seals that chain them, and where the chain begins once the oldest are forgotten.
/// </summary>
[Migration(120)]
public sealed class M120Audit : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Create.Table("audit_entry")
            .WithColumn("entry_id").AsString(36).NotNullable().PrimaryKey()
            .WithColumn("create_time").AsInt64().NotNullable()
            .WithColumn("caller").AsString(AuditText.Caller).NotNullable()
            .WithColumn("on_behalf_of").AsString(AuditText.Caller).NotNullable()
            .WithColumn("method").AsString(AuditText.Method).NotNullable()
            .WithColumn("resource").AsString(AuditText.Resource).NotNullable()
            .WithColumn("etag_before").AsString(AuditText.Etag).NotNullable()
            .WithColumn("etag_after").AsString(AuditText.Etag).NotNullable()
            .WithColumn("request_id").AsString(AuditText.RequestId).NotNullable()
            .WithColumn("trace_id").AsString(AuditText.TraceId).NotNullable()
            .WithColumn("address").AsString(AuditText.Address).NotNullable()
            .WithColumn("outcome").AsString(AuditText.Outcome).NotNullable()
            .WithColumn("sealed").AsInt32().NotNullable();
        Create.Index("ix_audit_entry_create_time").OnTable("audit_entry")
            .OnColumn("create_time").Ascending()
            .OnColumn("entry_id").Ascending();
        // The unsealed ones lie together at its beginning, the oldest first.
        Create.Index("ix_audit_entry_sealed").OnTable("audit_entry")
            .OnColumn("sealed").Ascending()
            .OnColumn("create_time").Ascending()
            .OnColumn("entry_id").Ascending();

        Create.Table("audit_seal")
            .WithColumn("seal_number").AsInt64().NotNullable().PrimaryKey()
            .WithColumn("entry_id").AsString(36).NotNullable().Unique("ux_audit_seal_entry_id")
            .WithColumn("hash").AsString(64).NotNullable();

        Create.Table("audit_anchor")
            .WithColumn("seal_number").AsInt64().NotNullable().PrimaryKey()
            .WithColumn("hash").AsString(64).NotNullable()
            .WithColumn("forget_time").AsInt64().NotNullable();
    }
}
