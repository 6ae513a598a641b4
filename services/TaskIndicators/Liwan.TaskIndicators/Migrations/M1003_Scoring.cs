using FluentMigrator;

namespace Liwan.TaskIndicators.Migrations;

/// <summary>How a plan is scored, and for what its indicators count; weights in hundredths of a point.</summary>
[Migration(1003)]
public sealed class M1003Scoring : AutoReversingMigration
{
    /// <inheritdoc/>
    public override void Up()
    {
        Alter.Table("task_plan").AddColumn("rule_set").AsString(100).NotNullable().WithDefaultValue(string.Empty);
        Alter.Table("indicator")
            .AddColumn("score_level").AsString(100).NotNullable().WithDefaultValue(string.Empty)
            .AddColumn("weight_hundredths").AsInt32().Nullable();
    }
}
