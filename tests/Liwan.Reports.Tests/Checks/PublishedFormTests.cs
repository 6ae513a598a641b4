using Liwan.Reports.Checks;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

/// <summary>The two published forms, finding by finding: each is one that a clerk would agree with.</summary>
public sealed class PublishedFormTests
{
    [Fact]
    public void Run_OfTheNpcOffice_FindsAResultWithoutAValueAndATargetFarExceeded() => Assert.Equal(
        [
            Label(2, 3, "系统使用覆盖率"),
            Overshoot(1, 1, "支持单位任务个数", "完成值 20 个，高于目标值 6，为目标值的 333.33%"),
        ],
        Run("npc-office-2021"));

    [Fact]
    public void Run_OfTheCppccOffice_FindsItsBlankResultsItsLabelsAndWhatIsUnexplained() => Assert.Equal(
        [
            Blank(0, 0, "会议出席率"),
            Blank(0, 1, "会议任务完成率"),
            Blank(0, 2, "参会人员对会议安排的满意度"),
            Blank(1, 1, "委员履职参与率"),
            Blank(1, 2, "调研成果采纳率"),
            Blank(3, 3, "对分管补助单位个数"),
            Label(1, 0, "组织委员专题调研次数"),
            Label(1, 3, "委员调研视察成果"),
            Label(2, 1, "政协委员履职人数"),
            Shortfall(3, 0, "接待团组批数", "完成值 1 批次，低于目标值 5 批，为目标值的 20%"),
            Overshoot(2, 2, "组织专题议政和对口协商会议", "完成值 13 次，高于目标值 6 次，为目标值的 216.67%"),
        ],
        Run("cppcc-office-2021"));

    [Theory]
    [InlineData("npc-office-2021")]
    [InlineData("cppcc-office-2021")]
    public void Run_BesideTheSameFormOfTheYearBefore_FindsNothingMore(string name)
    {
        var form = PublishedForms.Read(name);

        Assert.Equal(All.Run(form, yearBefore: null), All.Run(form, form with { Year = 2020 }));
        Assert.Empty(All.RunForPublication(form));
    }

    private static IReadOnlyList<Finding> Run(string name)
    {
        var form = PublishedForms.Read(name);
        return All.Run(form, PublishedForms.Judge(form), yearBefore: null);
    }

    private static Finding Label(int task, int indicator, string name) => Of(
        "indicator-label-for-value", task, indicator, name, "actual", "的指标完成情况只写了名称或说明，没有完成值，请改填实际完成的数值。");

    private static Finding Shortfall(int task, int indicator, string name, string reason) => Of(
        "indicator-shortfall-unexplained", task, indicator, name, "deviation_reason", $"未达到预期实现值（{reason}），请填写偏差原因。");

    private static Finding Overshoot(int task, int indicator, string name, string reason) => Of(
        "indicator-overshoot-unexplained", task, indicator, name, "deviation_reason", $"超出预期实现值 30% 以上（{reason}），请填写偏差原因，如目标设定偏低；填报有误的请改正。");

    private static Finding Of(string rule, int task, int indicator, string name, string field, string problem) => new(
        rule, Severity.Warning, $"task_plan.tasks[{task}].indicators[{indicator}].{field}", $"任务{task + 1}的关键指标“{name}”{problem}");

    private static Finding Blank(int task, int indicator, string name) =>
        Of("indicator-without-actual", task, indicator, name, "actual", "没有填报指标完成情况，请补填或说明原因。");
}
