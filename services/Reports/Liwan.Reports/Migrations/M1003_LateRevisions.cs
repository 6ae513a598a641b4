using FluentMigrator;

namespace Liwan.Reports.Migrations;

/// <summary>Whether a revision came after the deadline of its round; those from before there were rounds did not.</summary>
[Migration(1003)]
public sealed class M1003LateRevisions : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up() => Create.Column("late").OnTable("revision").AsInt32().NotNullable().WithDefaultValue(0);
}
