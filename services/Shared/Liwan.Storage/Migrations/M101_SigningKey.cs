using FluentMigrator;

namespace Liwan.Storage.Migrations;

/// <summary>The key that page tokens are signed with; all replicas of a service share it through its database.</summary>
[Migration(101)]
public sealed class M101SigningKey : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up() => Create.Table("signing_key")
        .WithColumn("purpose").AsString(50).NotNullable().PrimaryKey()
        .WithColumn("key_bytes").AsBinary(32).NotNullable();
}
