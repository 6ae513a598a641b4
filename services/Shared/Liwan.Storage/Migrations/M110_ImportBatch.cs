using FluentMigrator;

namespace Liwan.Storage.Migrations;

/// <summary>
/// The batches of bulk imports: written in the transaction of their items, so that an import goes on exactly where it
/// was cut off, and the outcomes of a batch whose answer was lost are still there.
/// </summary>
[Migration(110)]
public sealed class M110ImportBatch : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up() => Create.Table("import_batch")
        .WithColumn("caller").AsString(200).NotNullable().PrimaryKey()
        .WithColumn("method").AsString(200).NotNullable().PrimaryKey()
        .WithColumn("import_id").AsString(36).NotNullable().PrimaryKey()
        .WithColumn("first_index").AsInt64().NotNullable().PrimaryKey()
        .WithColumn("next_index").AsInt64().NotNullable()
        .WithColumn("mode").AsInt32().NotNullable()
        .WithColumn("outcomes").AsBinary(int.MaxValue).Nullable()
        .WithColumn("create_time").AsInt64().NotNullable().Indexed("ix_import_batch_create_time");
}
