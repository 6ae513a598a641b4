using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using Liwan.Reports.Checks.Rules;
using Liwan.Reports.Rendering;
using Microsoft.Extensions.Configuration;

namespace Liwan.Reports.Tests.Checks;

public sealed class FormChecksTests
{
    private static readonly FormContent Complete = FormContents.Complete;

    private static readonly FormChecks All = new(
    [
        new FundingRowMissing(), new AmountBlank(), new TaskMissing(), new TextEmpty(), new TaskWithoutIndicators(),
        new IndicatorWithoutActual(), new CharacterNotInFont(new FormFonts(new ConfigurationBuilder().Build())),
    ]);

    [Fact]
    public void Run_WhenNothingIsWrong_FindsNothing() => Assert.Empty(All.Run(Complete));

    [Fact]
    public void Run_WhenNoFundingRow_Blocks() => Finds(
        Complete with { Funding = [] },
        new Finding("funding-row-missing", Severity.Error, "budget.funding_rows", "部门资金情况没有任何资金来源，请至少填报一行（如一般公共预算）。"));

    [Fact]
    public void Run_WhenAnAmountIsBlank_BlocksAndNamesTheCell() => Finds(
        Complete with { Funding = [Complete.Funding[0], new FundingLine("其他", 1, null, 0, null, null)] },
        new Finding("amount-blank", Severity.Error, "budget.funding_rows[1].adjustment", "资金来源“其他”的预算调整数为空，请填写；确无金额的填 0。"));

    [Fact]
    public void Run_WhenAnAmountIsZero_FindsNothing() =>
        Assert.Empty(All.Run(Complete with { Funding = [new FundingLine("其他", 0, 0, 0, null, null)] }));

    [Fact]
    public void Run_WhenNoTask_Blocks() => Finds(
        Complete with { Tasks = [] },
        new Finding("task-missing", Severity.Error, "task_plan.tasks", "没有填报主要任务，请至少填报一项。"));

    [Fact]
    public void Run_WhenATextIsWhiteSpace_BlocksForEachInTheOrderOfTheForm()
    {
        var form = Complete with
        {
            ExpectedObjective = "",
            AchievedObjective = " \n",
            Tasks = [Complete.Tasks[0] with { Label = "", Expected = "", Achieved = "\t" }],
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
    public void Run_WhenATaskHasNoIndicators_Warns() => Finds(
        Complete with { Tasks = [Complete.Tasks[0] with { Indicators = [] }] },
        new Finding("task-without-indicators", Severity.Warning, "task_plan.tasks[0].indicators", "任务1没有关键指标，请补充至少一个。"));

    [Fact]
    public void Run_WhenAnIndicatorHasNoActual_Warns() => Finds(
        Complete with { Tasks = [Complete.Tasks[0] with { Indicators = [new FormIndicator("出席率", "", "85%", "", "")] }] },
        new Finding("indicator-without-actual", Severity.Warning, "task_plan.tasks[0].indicators[0].actual", "任务1的关键指标“出席率”没有填报指标完成情况，请补填或说明原因。"));

    [Fact]
    public void Run_WhenTheFontLacksACharacter_Warns() => Finds(
        Complete with { Problems = "经办人：\U000200A4。" },
        new Finding("character-not-in-font", Severity.Warning, "report.problems", "字体缺少字符“\U000200A4”，打印时显示为“〓”，请改用常用字或说明读音。"));

    [Fact]
    public void Run_WhenSomethingBlocksAndSomethingWarns_GivesWhatBlocksFirst()
    {
        var findings = All.Run(Complete with { Tasks = [Complete.Tasks[0] with { Indicators = [] }], Problems = "" });

        Assert.Equal(["text-empty", "task-without-indicators"], findings.Select(finding => finding.Rule));
    }

    private static void Finds(FormContent form, params Finding[] expected) => Assert.Equal(expected, All.Run(form));
}
