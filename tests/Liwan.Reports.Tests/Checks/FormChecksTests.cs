using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

public sealed class FormChecksTests
{
    private static readonly FormContent Faultless = FormContents.Faultless;
    private static readonly FormTask Task = Faultless.Tasks[0];

    [Fact]
    public void Run_WhenNothingIsWrong_FindsNothing()
    {
        Finds(Faultless);
        Assert.Empty(All.Run(Faultless, yearBefore: Faultless with { Year = 2020 }));
        Assert.Empty(All.RunForPublication(Faultless));
    }

    [Fact]
    public void Run_WhenNoFundingRow_Blocks() => Finds(
        Faultless.WithFunding(),
        new Finding("funding-row-missing", Severity.Error, "budget.funding_rows", "部门资金情况没有任何资金来源，请至少填报一行（如一般公共预算）。"));

    [Fact]
    public void Run_WhenAnAmountIsBlank_BlocksAndNamesTheCell() => Finds(
        Faultless.WithFunding(Faultless.Funding[0], FormContents.Row(1, null, 0, "其他")),
        new Finding("amount-blank", Severity.Error, "budget.funding_rows[1].adjustment", "资金来源“其他”的预算调整数为空，请填写；确无金额的填 0。"));

    [Fact]
    public void Run_WhenAnAmountIsZero_FindsNothing() =>
        Finds(Faultless.WithFunding(FormContents.Row(0, 0, 0)) with { Tasks = [Task with { FundsFen = 0 }] });

    [Fact]
    public void Run_WhenNoTask_Blocks() => Finds(
        Faultless with { Tasks = [] },
        new Finding("task-missing", Severity.Error, "task_plan.tasks", "没有填报主要任务，请至少填报一项。"));

    [Fact]
    public void Run_WhenATextIsWhiteSpace_BlocksForEachInTheOrderOfTheForm()
    {
        var form = Faultless with
        {
            ExpectedObjective = "",
            AchievedObjective = " \n",
            Tasks = [Task with { Label = "", Expected = "", Achieved = "\t" }],
            Problems = "",
            Improvements = "　",
        };

        Finds(
            form,
            Empty("task_plan.annual_objective.expected", "年度目标的预期目标"),
            Empty("task_plan.annual_objective.achieved", "年度目标的目标完成情况"),
            Empty("task_plan.tasks[0].expected", "任务1的年初预期目标"),
            Empty("task_plan.tasks[0].achieved", "任务1的目标完成情况"),
            Empty("report.problems", "存在问题"),
            Empty("report.improvements", "改进措施"));

        static Finding Empty(string field, string name) => new("text-empty", Severity.Error, field, $"{name}为空，请填写。");
    }

    [Fact]
    public void Run_WhenATaskHasNoFunds_Warns() => Finds(
        Faultless with { Tasks = [Task with { FundsFen = null }] },
        new Finding("task-funds-blank", Severity.Warning, "task_plan.tasks[0].funds", "任务1没有填报任务涉及资金，请填写；不涉及资金的填 0。"));

    [Fact]
    public void Run_WhenATaskHasNoIndicators_Warns() => Finds(
        Faultless with { Tasks = [Task with { Indicators = [] }] },
        new Finding("task-without-indicators", Severity.Warning, "task_plan.tasks[0].indicators", "任务1没有关键指标，请补充至少一个。"));

    [Fact]
    public void Run_WhenAnIndicatorHasNoTargetAndNoActual_WarnsOfBoth() => Finds(
        Faultless with { Tasks = [Task with { Indicators = [new FormIndicator("出席率", "", " ", "", "")] }] },
        new Finding("indicator-without-target", Severity.Warning, "task_plan.tasks[0].indicators[0].target", "任务1的关键指标“出席率”没有填报预期实现值，请补填。"),
        new Finding("indicator-without-actual", Severity.Warning, "task_plan.tasks[0].indicators[0].actual", "任务1的关键指标“出席率”没有填报指标完成情况，请补填或说明原因。"));

    [Fact]
    public void Run_WhenTheFontLacksACharacter_Warns() => Finds(
        Faultless with { Problems = "经办人：\U000200A4。" },
        new Finding("character-not-in-font", Severity.Warning, "report.problems", "字体缺少字符“\U000200A4”，打印时显示为“〓”，请改用常用字或说明读音。"));

    [Fact]
    public void Run_WhenTheFontLacksManyCharacters_NamesTheFirst()
    {
        var missing = string.Concat(Enumerable.Range(0x20000, 5000).Select(char.ConvertFromUtf32));

        var finding = Assert.Single(Of("character-not-in-font", Faultless with { Problems = missing }));

        Assert.Contains("等 ", finding.Message, StringComparison.Ordinal);
        Assert.InRange(finding.Message.Length, 1, 100);
    }

    [Fact]
    public void Run_WhenSomethingBlocksAndSomethingWarns_GivesWhatBlocksFirst()
    {
        var findings = All.Run(Faultless with { Tasks = [Task with { Indicators = [] }], Problems = "" }, yearBefore: null);

        Assert.Equal(["text-empty", "task-without-indicators"], findings.Select(finding => finding.Rule));
    }

    [Fact]
    public void Run_WhenThereIsTooMuch_KeepsWhatBlocksAndTheRulesWithFewFindings()
    {
        var task = Task with { Expected = "", Indicators = [.. Enumerable.Range(0, 50).Select(i => new FormIndicator($"指标{i}", "", "", "", ""))] };
        var form = Faultless with { Tasks = [.. Enumerable.Repeat(task, 100)], Problems = "电话13800138000。" };

        var findings = All.Run(form, yearBefore: null);

        Assert.Equal(1000, findings.Count);
        Assert.Equal(
            [("text-empty", 100), ("task-funds-above-whole", 1), ("indicator-without-target", 449), ("indicator-without-actual", 449), ("personal-number-in-text", 1)],
            findings.GroupBy(finding => finding.Rule).Select(rule => (rule.Key, rule.Count())));
        Assert.Equal("task_plan.tasks[0].indicators[0].target", findings[101].Field);
        Assert.Equal(findings, All.Run(form, yearBefore: null));
    }
}
