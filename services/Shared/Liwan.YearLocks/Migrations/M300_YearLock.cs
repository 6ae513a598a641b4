using FluentMigrator;

namespace Liwan.YearLocks.Migrations;

/// <summary>The state of each year's report, as the events told it; the state decides whether the year is locked.</summary>
[Migration(300)]
public sealed class M300YearLock : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up() => Create.Table("year_lock")
        .WithColumn("department").AsString(63).NotNullable().PrimaryKey()
        .WithColumn("year").AsInt32().NotNullable().PrimaryKey()
        .WithColumn("state").AsInt32().NotNullable();
}
