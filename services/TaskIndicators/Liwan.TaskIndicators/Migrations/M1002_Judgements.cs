using FluentMigrator;

namespace Liwan.TaskIndicators.Migrations;

/// <summary>
/// What the reader made of each indicator, and what a reviewer said of it. Rows that are there already have no judgement
/// and are judged when they are read.
/// </summary>
[Migration(1002)]
public sealed class M1002Judgements : Migration
{
    // More than a judgement takes on the wire: a page of plans must not outgrow a message by what is added as it is read.
    private const int JudgementBytes = 1000;

    // 2,000 characters, each of which may take two UTF-16 code units.
    private const int ReasonUnits = 4000;

    /// <inheritdoc/>
    public override void Up()
    {
        Alter.Table("indicator")
            .AddColumn("judgement").AsString(int.MaxValue).Nullable()
            .AddColumn("override_outcome").AsInt32().Nullable()
            .AddColumn("override_reason").AsString(ReasonUnits).Nullable()
            .AddColumn("override_score_rate").AsInt32().Nullable()
            .AddColumn("override_reviewer").AsString(200).Nullable()
            .AddColumn("override_time").AsInt64().Nullable();
        Execute.Sql(
            $"""
            UPDATE task_plan SET content_bytes = content_bytes + {JudgementBytes} * (
                SELECT COUNT(*) FROM indicator AS i WHERE i.department = task_plan.department AND i.year = task_plan.year)
            """);
    }

    /// <inheritdoc/>
    public override void Down()
    {
        Delete.Column("override_time").FromTable("indicator");
        Delete.Column("override_reviewer").FromTable("indicator");
        Delete.Column("override_score_rate").FromTable("indicator");
        Delete.Column("override_reason").FromTable("indicator");
        Delete.Column("override_outcome").FromTable("indicator");
        Delete.Column("judgement").FromTable("indicator");
    }
}
