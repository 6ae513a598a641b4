using Liwan.Reports.Checks;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

/// <summary>The two published forms, finding by finding: each is one that a clerk would agree with.</summary>
public sealed class PublishedFormTests
{
    [Fact]
    public void Run_OfTheNpcOffice_FindsNothing() => Finds(PublishedForms.Read("npc-office-2021"));

    [Fact]
    public void Run_OfTheCppccOffice_FindsItsBlankResults() => Finds(
        PublishedForms.Read("cppcc-office-2021"),
        Blank(0, 0, "会议出席率"),
        Blank(0, 1, "会议任务完成率"),
        Blank(0, 2, "参会人员对会议安排的满意度"),
        Blank(1, 1, "委员履职参与率"),
        Blank(1, 2, "调研成果采纳率"),
        Blank(3, 3, "对分管补助单位个数"));

    [Theory]
    [InlineData("npc-office-2021")]
    [InlineData("cppcc-office-2021")]
    public void Run_BesideTheSameFormOfTheYearBefore_FindsNothingMore(string name)
    {
        var form = PublishedForms.Read(name);

        Assert.Equal(All.Run(form, yearBefore: null), All.Run(form, form with { Year = 2020 }));
        Assert.Empty(All.RunForPublication(form));
    }

    private static Finding Blank(int task, int indicator, string name) => new(
        "indicator-without-actual",
        Severity.Warning,
        $"task_plan.tasks[{task}].indicators[{indicator}].actual",
        $"任务{task + 1}的关键指标“{name}”没有填报指标完成情况，请补填或说明原因。");
}
