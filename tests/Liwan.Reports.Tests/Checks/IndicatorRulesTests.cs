using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using Liwan.Reports.Composition;
using Liwan.TaskIndicators.V1;
using static Liwan.TaskIndicators.V1.Judgement.Types;
using Finding = Liwan.Reports.Checks.Finding;
using Task = Liwan.TaskIndicators.V1.Task;

namespace Liwan.Reports.Tests.Checks;

public sealed class IndicatorRulesTests
{
    private const string Path = "task_plan.tasks[0].indicators[0]";

    private static readonly Judgement Met = new() { Outcome = Outcome.Met, ReadOutcome = Outcome.Met, Grounds = Grounds.NumbersCompared, Direction = Direction.Floor, Ratio = "1", Reason = "完成值 95%，达到目标 95%。" };
    private static readonly Judgement Missed = new() { Outcome = Outcome.NotMet, ReadOutcome = Outcome.NotMet, Grounds = Grounds.NumbersCompared, Direction = Direction.Floor, Ratio = "0.9474", Reason = "完成值 90%，低于目标 95%。" };

    [Fact]
    public void AShortfall_WithoutAReason_Warns()
    {
        Assert.Equal(
            [new Finding("indicator-shortfall-unexplained", Severity.Warning, $"{Path}.deviation_reason", "任务1的关键指标“满意度”未达到预期实现值（完成值 90%，低于目标 95%），请填写偏差原因。")],
            Run(Missed));
        Assert.Single(Run(Missed, " \n"));
        Assert.Empty(Run(Missed, "受疫情影响。"));
        Assert.Empty(Run(Met));
    }

    [Theory]
    [InlineData("1.3001", Direction.Floor, true)]
    [InlineData("1.5", Direction.Equal, true)]
    [InlineData("12", Direction.Floor, true)]
    [InlineData("1.3", Direction.Floor, false)]
    [InlineData("1", Direction.Floor, false)]
    [InlineData("", Direction.Floor, false)]
    [InlineData("2", Direction.Cap, false)]
    public void AnOvershoot_ByMoreThanThirtyPercent_WarnsWithoutAReason(string ratio, Direction direction, bool warns)
    {
        var judgement = new Judgement { Outcome = Outcome.Exceeded, ReadOutcome = Outcome.Exceeded, Direction = direction, Ratio = ratio, Reason = "完成值 12 次，高于目标 8 次。" };

        Assert.Equal(
            !warns
                ? []
                : [new Finding("indicator-overshoot-unexplained", Severity.Warning, $"{Path}.deviation_reason", "任务1的关键指标“满意度”超出预期实现值 30% 以上（完成值 12 次，高于目标 8 次），请填写偏差原因，如目标设定偏低；填报有误的请改正。")],
            Run(judgement));
        Assert.Empty(Run(judgement, "年中增加了任务。"));
    }

    [Fact]
    public void ALabelAndUnitsThatDiffer_WarnEvenWithAReason()
    {
        var label = new Judgement { Outcome = Outcome.NotReported, ReadOutcome = Outcome.NotReported, Grounds = Grounds.LabelForValue, Reason = "填的是名称。" };
        var units = new Judgement { Outcome = Outcome.Qualitative, ReadOutcome = Outcome.Qualitative, Grounds = Grounds.UnitsDiffer, Reason = "目标的单位是 %，完成值的单位是 件。" };

        Assert.Equal(
            [new Finding("indicator-label-for-value", Severity.Warning, $"{Path}.actual", "任务1的关键指标“满意度”的指标完成情况只写了名称或说明，没有完成值，请改填实际完成的数值。")],
            Run(label, "另有说明。"));
        Assert.Equal(
            [new Finding("indicator-units-differ", Severity.Warning, $"{Path}.actual", "任务1的关键指标“满意度”的指标完成情况与预期实现值单位不同（目标的单位是 %，完成值的单位是 件），请按预期实现值的单位填报。")],
            Run(units, "另有说明。"));
    }

    [Fact]
    public void AReviewersWord_GoesBeforeTheReader()
    {
        Assert.Empty(Run(Overridden(Missed, Outcome.Met)));
        Assert.Equal(
            [new Finding("indicator-shortfall-unexplained", Severity.Warning, $"{Path}.deviation_reason", "任务1的关键指标“满意度”经审核认定未达到预期实现值，请填写偏差原因。")],
            Run(Overridden(Met, Outcome.NotMet)));
        Assert.Empty(Run(Overridden(new Judgement { Outcome = Outcome.Exceeded, Direction = Direction.Floor, Ratio = "2", Reason = "高于目标。" }, Outcome.Met)));
        Assert.Empty(Run(Overridden(new Judgement { Outcome = Outcome.NotReported, Grounds = Grounds.LabelForValue, Reason = "填的是名称。" }, Outcome.Met)));
        Assert.Empty(Run(Overridden(new Judgement { Outcome = Outcome.Qualitative, Grounds = Grounds.UnitsDiffer, Reason = "单位不同。" }, Outcome.Met)));
    }

    [Fact]
    public void Judgements_BelongToTheIndicatorsOfTheirPlaces()
    {
        var form = FormContents.Faultless;
        form = form with { Tasks = [form.Tasks[0], form.Tasks[0] with { Indicators = [Indicator("甲", ""), Indicator("乙", "")] }] };
        var judgements = JudgementMapping.Read(new TaskPlan { Tasks = { TaskOf(Met), TaskOf(Met, Missed) } });

        Assert.Equal(["task_plan.tasks[1].indicators[1].deviation_reason"], AllChecks.All.Run(form, judgements, yearBefore: null).Select(finding => finding.Field));
        // A service of before judgements were stored says nothing of them.
        Assert.Empty(AllChecks.All.Run(form, JudgementMapping.Read(new TaskPlan { Tasks = { TaskOf((Judgement?)null) } }), yearBefore: null));
        Assert.Empty(AllChecks.All.Run(form, JudgementMapping.Read(null), yearBefore: null));
    }

    private static IReadOnlyList<Finding> Run(Judgement judgement, string deviationReason = "")
    {
        var form = FormContents.Faultless;
        form = form with { Tasks = [form.Tasks[0] with { Indicators = [Indicator("满意度", deviationReason)] }] };
        return AllChecks.All.Run(form, JudgementMapping.Read(new TaskPlan { Tasks = { TaskOf(judgement) } }), yearBefore: null);
    }

    private static Judgement Overridden(Judgement read, Outcome outcome)
    {
        var judgement = read.Clone();
        judgement.Outcome = outcome;
        judgement.Override = new OutcomeOverride { Outcome = outcome, Reason = "已核实", Reviewer = "reviewer" };
        return judgement;
    }

    private static FormIndicator Indicator(string name, string deviationReason) => new(name, "", "95%", "90%", deviationReason);

    private static Task TaskOf(params Judgement?[] judgements) =>
        new() { Indicators = { judgements.Select(judgement => new Indicator { Judgement = judgement }) } };
}
