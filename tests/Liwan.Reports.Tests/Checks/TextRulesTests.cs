using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

public sealed class TextRulesTests
{
    private static readonly FormContent Faultless = FormContents.Faultless;
    private static readonly FormTask Task = Faultless.Tasks[0];

    [Fact]
    public void TheSameTextTwice_Warns() => Finds(
        Faultless with { AchievedObjective = Faultless.ExpectedObjective, Tasks = [Task, Task with { Label = "任务2", Achieved = Task.Expected }] },
        new Finding("result-repeats-expectation", Severity.Warning, "task_plan.annual_objective.achieved", "年度目标的目标完成情况与预期目标文字相同，请改写为实际完成的情况。"),
        new Finding("result-repeats-expectation", Severity.Warning, "task_plan.tasks[1].achieved", "任务2的目标完成情况与年初预期目标文字相同，请改写为实际完成的情况。"));

    [Theory]
    [InlineData("召开会议，办好 3 件事。", "召开会议办好3件事", true)]
    [InlineData("召开会议。", "召开\n会议；", true)]
    [InlineData("召开会议。", "已召开会议。", false)]
    [InlineData("召开会议1次。", "召开会议2次。", false)]
    [InlineData("——", "/", false)]
    public void TextsThatOnlySpacesAndPunctuationTellApart_AreTheSame(string expected, string achieved, bool same) =>
        Assert.Equal(same ? 1 : 0, Of("result-repeats-expectation", Faultless with { Tasks = [Task with { Expected = expected, Achieved = achieved }] }).Count);

    [Theory]
    [InlineData("2020年，认真落实年度工作计划。", "2020年")]
    [InlineData("按照 2020 年度工作部署。", "2020年")]
    [InlineData("召开２０２０年大会。", "２０２０年")]
    [InlineData("二〇二〇年工作。", "二〇二〇年")]
    [InlineData("二零二零年工作。", "二零二零年")]
    [InlineData("与2020年相比有提高，完成2020年任务。", "2020年")]
    public void TheYearBefore_InWhatWasExpected_Warns(string text, string mention)
    {
        Assert.Equal(
            [
                new Finding("last-year-in-text", Severity.Warning, "task_plan.annual_objective.expected", $"年度目标的预期目标中写有“{mention}”，而本表是 2021 年度的，请核对是否为上年遗留的文字。"),
                new Finding("last-year-in-text", Severity.Warning, "task_plan.tasks[0].expected", $"任务1的年初预期目标中写有“{mention}”，而本表是 2021 年度的，请核对是否为上年遗留的文字。"),
            ],
            Of("last-year-in-text", Faultless with { ExpectedObjective = text, Tasks = [Task with { Expected = text }] }));
    }

    [Theory]
    [InlineData("2021年，认真落实。")]
    [InlineData("2019年的工作。")]
    [InlineData("投诉比2020年减少一成，较2020年度有提高，与2020年相比更好。")]
    [InlineData("自2020年以来，截至2020年底，2020年至2022年，2018-2020年规划，2020-2022年规划。")]
    [InlineData("2020年结转项目，公开2020年度决算。")]
    [InlineData("编号12020年，共2020份，穗府〔2020〕15号，2020")]
    [InlineData("年")]
    [InlineData("20年")]
    public void OtherYears_AndComparisons_AreNotLeftOver(string text) =>
        Assert.Empty(Of("last-year-in-text", Faultless with { ExpectedObjective = text, Tasks = [Task with { Expected = text }] }));

    [Fact]
    public void TheYearBefore_InResultsAndIndicators_IsRight() => Assert.Empty(Of("last-year-in-text", Faultless with
    {
        AchievedObjective = "整理2020年文书档案1947件。",
        Problems = "2020年",
        Tasks = [Task with { Achieved = "整理2020年文书档案1947件。", Indicators = [new FormIndicator("2020年档案", "2020年", "2020年", "2020年", "")] }],
    }));

    [Theory]
    [InlineData("会议次数", "全年次数", true)]
    [InlineData("会议 次数", "全年次数\n", true)]
    [InlineData("会议次数", "人代会次数", false)]
    [InlineData("会议人数", "全年次数", false)]
    public void AnIndicator_OfTheSameNameAndDefinition_Warns(string name, string definition, bool warns)
    {
        var form = Faultless with { Tasks = [Task with { Indicators = [.. Task.Indicators, new FormIndicator(name, definition, "3次", "3次", "")] }] };

        Finds(form, warns
            ? [new Finding("indicator-repeated", Severity.Warning, "task_plan.tasks[0].indicators[1].display_name", $"任务1的第2个关键指标“{name}”与第1个重复，请删去一个或写明区别。")]
            : []);
    }

    [Fact]
    public void Indicators_OfTwoTasks_MayBeTheSame() => Finds(Faultless with { Tasks = [Task, Task] });

    [Fact]
    public void Indicators_WithoutNames_AreNotTheSame() => Assert.Empty(Of("indicator-repeated", Faultless with
    {
        Tasks = [Task with { Indicators = [new FormIndicator("", "", "1", "1", ""), new FormIndicator(" ", "", "1", "1", "")] }],
    }));
}
