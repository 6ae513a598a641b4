using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

public sealed class FundingRulesTests
{
    private static readonly FormContent Faultless = FormContents.Faultless;
    private static readonly FundingLine Other = FormContents.Row(100_00, 0, 100_00, "其他资金");

    [Fact]
    public void Total_WhenItIsNotTheSumOfItsRows_BlocksWithBothFigures()
    {
        var form = Faultless.WithFunding(Faultless.Funding[0], Other);

        Finds(
            form with { FundingTotal = form.FundingTotal with { ActualExpenditureFen = form.FundingTotal.ActualExpenditureFen - 1 } },
            new Finding(
                "total-disagrees", Severity.Error, "budget.total.actual_expenditure",
                "合计的实际支出数是 3435.409999 万元，2 个资金来源相加是 3435.41 万元，请核对各行金额，以相加的结果为准。"));
    }

    [Fact]
    public void Total_WhenItIsBlankOrStatedForBlankRows_Blocks()
    {
        var form = Faultless.WithFunding(FormContents.Row(1_00, null, 1_00));
        var total = form.FundingTotal with { InitialBudgetFen = null, AdjustmentFen = 0 };

        Assert.Equal(
            [
                ("budget.total.initial_budget", "合计的年初预算数为空，1 个资金来源相加是 1.00 万元，请核对各行金额，以相加的结果为准。"),
                ("budget.total.adjustment", "合计的预算调整数是 0.00 万元，1 个资金来源相加没有金额，请核对各行金额，以相加的结果为准。"),
            ],
            Of("total-disagrees", form with { FundingTotal = total }).Select(finding => (finding.Field, finding.Message)));
    }

    [Fact]
    public void Rate_WhenThePrintedOneIsNotThatOfTheFigures_BlocksWithBoth()
    {
        // As published: 100% printed where the figures give 80.45%.
        var row = FormContents.Row(1000_00, 0, 804_50);
        var form = Faultless.WithFunding(row);

        Assert.Equal(
            [new Finding(
                "rate-disagrees", Severity.Error, "budget.funding_rows[0].completion_rate_basis_points",
                "资金来源“一般公共预算”的预算完成率是 100.00%，按金额计算应为 80.45%，请核对金额，以计算结果为准。")],
            Of("rate-disagrees", form with { Funding = [row with { CompletionRateBasisPoints = 10_000 }] }));
    }

    [Fact]
    public void Rate_WhenItIsBlankOrHasNoBase_BlocksOnRowAndTotal()
    {
        var form = Faultless.WithFunding(FormContents.Row(0, 5_00, 5_00));

        Assert.Equal(
            [
                ("budget.funding_rows[0].adjustment_rate_basis_points", "资金来源“一般公共预算”的预算调整率是 0.00%，按金额计算不应有数，请核对金额，以计算结果为准。"),
                ("budget.total.completion_rate_basis_points", "合计的预算完成率为空，按金额计算应为 100.00%，请核对金额，以计算结果为准。"),
            ],
            Of("rate-disagrees", form with
            {
                Funding = [form.Funding[0] with { AdjustmentRateBasisPoints = 0 }],
                FundingTotal = form.FundingTotal with { CompletionRateBasisPoints = null },
            }).Select(finding => (finding.Field, finding.Message)));
    }

    [Theory]
    [InlineData(10000, 2000, false)]
    [InlineData(10000, -2000, false)]
    [InlineData(100_000, 20_004, false)] // prints 20.00%
    [InlineData(100_000, 20_005, true)] // prints 20.01%
    [InlineData(10000, 2001, true)]
    [InlineData(10000, -2001, true)]
    [InlineData(10000, 0, false)]
    [InlineData(0, 500, false)]
    [InlineData(-100, 500, false)]
    [InlineData(null, 500, false)]
    [InlineData(500, null, false)]
    public void Adjustment_BeyondAFifth_Warns(int? initial, int? adjustment, bool warns)
    {
        var form = Faultless.WithFunding(FormContents.Row(initial, adjustment, null));

        Assert.Equal(warns ? ["budget.funding_rows[0].adjustment"] : [], Of("adjustment-out-of-range", form).Select(finding => finding.Field));
    }

    [Fact]
    public void Adjustment_SaysTheRateAndWhatToDo() => Assert.Equal(
        ["资金来源“一般公共预算”的预算调整率 -25.00% 超过 ±20%，请核对年初预算数和预算调整数；无误的，请在“存在问题”中说明调整原因。"],
        Of("adjustment-out-of-range", Faultless.WithFunding(FormContents.Row(4000_00, -1000_00, 3000_00))).Select(finding => finding.Message));

    [Theory]
    [InlineData(9000, false)]
    [InlineData(8999, true)]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    [InlineData(0, true)]
    [InlineData(-100, true)]
    [InlineData(null, false)]
    public void Completion_BelowNineTenthsOrAboveTheWhole_Warns(int? actual, bool warns)
    {
        var form = Faultless.WithFunding(FormContents.Row(9000, 1000, actual));

        Assert.Equal(warns ? ["budget.funding_rows[0].actual_expenditure"] : [], Of("completion-out-of-range", form).Select(finding => finding.Field));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(5, -5)]
    [InlineData(null, 0)]
    public void Completion_OfNoBudget_FindsNothing(int? initial, int? adjustment) =>
        Assert.Empty(Of("completion-out-of-range", Faultless.WithFunding(FormContents.Row(initial, adjustment, 100))));

    [Fact]
    public void Completion_OfSeveralRows_IsSaidOfTheTotalToo() => Assert.Equal(
        [
            ("budget.funding_rows[1].actual_expenditure", "资金来源“其他资金”的预算完成率 50.00% 低于 90%，请核对实际支出数；无误的，请在“存在问题”中说明原因。"),
            ("budget.total.actual_expenditure", "合计的预算完成率 75.00% 低于 90%，请核对实际支出数；无误的，请在“存在问题”中说明原因。"),
        ],
        Of("completion-out-of-range", Faultless.WithFunding(FormContents.Row(100_00, 0, 100_00), FormContents.Row(100_00, 0, 50_00, "其他资金")))
            .Select(finding => (finding.Field, finding.Message)));

    [Theory]
    [InlineData(3335_41, 3480_12, false)] // what was spent, but the budget is more
    [InlineData(3480_12, 3480_12, false)]
    [InlineData(3480_13, 3480_12, true)]
    [InlineData(0, 3480_12, false)]
    public void TaskFunds_MoreThanTheWhole_Warns(int funds, int whole, bool warns)
    {
        var form = Faultless with { Tasks = [Faultless.Tasks[0] with { FundsFen = FormContents.Wan(funds) }, Faultless.Tasks[0] with { FundsFen = null }] };
        Assert.Equal(FormContents.Wan(whole), form.Funding[0].InitialBudgetFen + form.Funding[0].AdjustmentFen);

        Assert.Equal(
            warns ? ["各项任务涉及资金相加是 3480.13 万元，多于部门整体支出的 3480.12 万元（调整后预算与实际支出取大者），请核对各任务的资金。"] : [],
            Of("task-funds-above-whole", form).Select(finding => finding.Message));
    }

    [Fact]
    public void TaskFunds_WhereTheWholeIsUnknown_AreNotJudged() =>
        Assert.Empty(Of("task-funds-above-whole", Faultless.WithFunding(FormContents.Row(1, null, null))));
}
