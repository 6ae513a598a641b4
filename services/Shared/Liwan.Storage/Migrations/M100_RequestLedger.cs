using FluentMigrator;

namespace Liwan.Storage.Migrations;

/// <summary>The request ledger: the first answer to each request id (AIP-155).</summary>
[Migration(100)]
public sealed class M100RequestLedger : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up() => Create.Table("request_ledger")
        .WithColumn("caller").AsString(200).NotNullable().PrimaryKey()
        .WithColumn("method").AsString(200).NotNullable().PrimaryKey()
        .WithColumn("request_id").AsString(36).NotNullable().PrimaryKey()
        .WithColumn("payload_sha256").AsBinary(32).NotNullable()
        .WithColumn("answer").AsBinary(int.MaxValue).Nullable()
        .WithColumn("create_time").AsInt64().NotNullable().Indexed("ix_request_ledger_create_time");
}
