using Liwan.Documents.Forms;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

public sealed class AmountInYuanTests
{
    private const string Rule = "amount-in-yuan";
    private static readonly FormContent Npc = PublishedForms.Read("npc-office-2021");
    private static readonly FundingLine Row = Npc.Funding[0];

    [Fact]
    public void AFigureOfARow_InYuan_IsSaidWithWhatItWouldBe()
    {
        var form = Npc.WithFunding(Row with { InitialBudgetFen = Row.InitialBudgetFen * 10_000 });

        var finding = Assert.Single(Of(Rule, form));

        Assert.Equal("budget.funding_rows[0].initial_budget", finding.Field);
        Assert.Equal(
            "资金来源“一般公共预算”的年初预算数 42483900.00 万元是同一行其他金额中最多的 3335.41 万元的 12737 倍，疑似按元填报，请核对；如确是按元填报，应改为 4248.39。",
            finding.Message);
    }

    [Theory]
    [InlineData("npc-office-2021")]
    [InlineData("cppcc-office-2021")]
    public void EachAmountOfAPublishedForm_InYuan_IsFoundAndNoOther(string name)
    {
        var form = PublishedForms.Read(name);
        var row = form.Funding[0];

        Assert.Equal(["budget.funding_rows[0].initial_budget"], Fields(form.WithFunding(row with { InitialBudgetFen = row.InitialBudgetFen * 10_000 })));
        Assert.Equal(["budget.funding_rows[0].adjustment"], Fields(form.WithFunding(row with { AdjustmentFen = row.AdjustmentFen * 10_000 })));
        Assert.Equal(["budget.funding_rows[0].actual_expenditure"], Fields(form.WithFunding(row with { ActualExpenditureFen = row.ActualExpenditureFen * 10_000 })));
        for (var i = 0; i < form.Tasks.Count; i++)
        {
            var tasks = form.Tasks.ToArray();
            tasks[i] = tasks[i] with { FundsFen = tasks[i].FundsFen * 10_000 };
            Assert.Equal([$"task_plan.tasks[{i}].funds"], Fields(form with { Tasks = tasks }));
        }
    }

    [Fact]
    public void AWholeRow_InYuan_IsFoundByTheTasks() => Assert.Equal(
        ["budget.funding_rows[0].initial_budget", "budget.funding_rows[0].adjustment", "budget.funding_rows[0].actual_expenditure"],
        Fields(Npc.WithFunding(InYuan(Row))));

    [Fact]
    public void ASmallRow_InYuan_IsFoundByTheRowBesideIt() => Assert.Equal(
        ["budget.funding_rows[1].initial_budget", "budget.funding_rows[1].actual_expenditure"],
        Fields(Npc.WithFunding(Row, InYuan(FormContents.Row(2500_00, 0, 2480_00, "政府性基金预算")))));

    [Fact]
    public void AWholeForm_InYuan_IsFoundByTheYearBefore()
    {
        var small = FormContents.Faultless.WithFunding(FormContents.Row(80_00, 4_00, 82_00)) with
        {
            Tasks = [FormContents.Faultless.Tasks[0] with { FundsFen = FormContents.Wan(30_00) }],
        };
        var form = small.WithFunding(InYuan(small.Funding[0])) with { Tasks = [small.Tasks[0] with { FundsFen = small.Tasks[0].FundsFen * 10_000 }] };

        Assert.Empty(Of(Rule, form));
        var findings = Of(Rule, form, yearBefore: small with { Year = 2020 });
        Assert.Equal(
            ["budget.funding_rows[0].initial_budget", "budget.funding_rows[0].adjustment", "budget.funding_rows[0].actual_expenditure", "task_plan.tasks[0].funds"],
            findings.Select(finding => finding.Field));
        Assert.Equal(
            "资金来源“一般公共预算”的年初预算数 800000.00 万元是上年同一栏的 80.00 万元的 10000 倍，疑似按元填报，请核对；如确是按元填报，应改为 80.00。",
            findings[0].Message);
    }

    [Fact]
    public void FundsOfTasks_InYuan_AreFoundByTheWhole()
    {
        var one = Npc with { Tasks = [Npc.Tasks[0] with { FundsFen = Npc.Tasks[0].FundsFen * 10_000 }, .. Npc.Tasks.Skip(1)] };
        var all = Npc with { Tasks = [.. Npc.Tasks.Select(task => task with { FundsFen = task.FundsFen * 10_000 })] };

        Assert.Equal(
            "任务1的任务涉及资金 949000.00 万元是部门整体支出 3480.12 万元的 272 倍，疑似按元填报，请核对；如确是按元填报，应改为 94.90。",
            Assert.Single(Of(Rule, one)).Message);
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"task_plan.tasks[{i}].funds"), Fields(all));
    }

    [Fact]
    public void FundsOfATask_InYuan_AreFoundByTheOtherTasks_WhereTheWholeIsBlank()
    {
        var form = Npc.WithFunding(FormContents.Row(null, null, null)) with { Tasks = [.. Npc.Tasks.Skip(1), Npc.Tasks[0] with { FundsFen = FormContents.Wan(948_900_00) }] };

        Assert.Equal(["task_plan.tasks[4].funds"], Fields(form));
    }

    [Theory]
    [InlineData(1999, false)]
    [InlineData(2000, true)]
    [InlineData(50_000, true)]
    [InlineData(50_001, false)]
    public void AFigure_IsSuspectedWithinAFactorOfFive(int times, bool suspected)
    {
        var before = FormContents.Faultless.WithFunding(FormContents.Row(10, 0, 10));
        var form = FormContents.Faultless.WithFunding(FormContents.Row(10 * times, 0, 10L * times)) with { Tasks = [] };

        Assert.Equal(suspected ? 2 : 0, Of(Rule, form, before).Count);
    }

    [Theory]
    [InlineData(300_000_00, 300_000_00, 30_00, 30_00)] // a great department and a small gift
    [InlineData(5000_00, 5000_00, 0, 0)]
    [InlineData(1_00, 50_00, 3000_00, 2990_00)] // a small row, adjusted
    public void RowsThatRightlyDiffer_AreNotSuspected(long initial, long actual, long otherInitial, long otherActual) =>
        Assert.Empty(Of(Rule, Npc.WithFunding(
            FormContents.Row(initial, actual - initial, actual), FormContents.Row(otherInitial, otherActual - otherInitial, otherActual, "其他资金"))));

    [Fact]
    public void ABudgetThatWasCutToNothing_IsNotSuspected() =>
        Assert.Empty(Of(Rule, Npc.WithFunding(Row, FormContents.Row(5000_00, -4999_00, 1_00, "政府性基金预算"))));

    [Fact]
    public void ASmallTaskBesideAGreatOne_IsNotSuspected() => Assert.Empty(Of(Rule, Npc with
    {
        Tasks = [Npc.Tasks[0] with { FundsFen = FormContents.Wan(3000_00) }, Npc.Tasks[1] with { FundsFen = FormContents.Wan(1) }],
    }));

    private static FundingLine InYuan(FundingLine row) => row with
    {
        InitialBudgetFen = row.InitialBudgetFen * 10_000,
        AdjustmentFen = row.AdjustmentFen * 10_000,
        ActualExpenditureFen = row.ActualExpenditureFen * 10_000,
    };

    private static IEnumerable<string> Fields(FormContent form) => Of(Rule, form).Select(finding => finding.Field);
}
