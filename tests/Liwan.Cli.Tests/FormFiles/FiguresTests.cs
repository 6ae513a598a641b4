using System.Globalization;
using FsCheck.Xunit;
using Google.Type;
using Liwan.Budgets.V1;
using Liwan.Cli.FormFiles;
using FileRow = Liwan.Cli.FormFiles.FundingRow;

namespace Liwan.Cli.Tests.FormFiles;

public sealed class FiguresTests
{
    [Property(Replay = "20210331,13", MaxTest = 500)]
    public bool Amount_AsTextAndAsMoney_ComesBackExactly(long number)
    {
        var amount = new Amount(number % 1_000_000_000_000_000);
        var money = amount.ToMoney();
        return Amount.TryParse(amount.ToString(), out var parsed)
            && parsed == amount
            && Amount.FromMoney(money) == amount
            && money.CurrencyCode == "CNY"
            && money.Units * 1_000_000_000m + money.Nanos == amount.Fen * 10_000_000m
            && Math.Sign(money.Units) * Math.Sign(money.Nanos) >= 0;
    }

    [Theory]
    [InlineData("2165.98", 2_165_980_000)]
    [InlineData("-768.27", -768_270_000)]
    [InlineData("0", 0)]
    [InlineData("-0.000001", -1)]
    [InlineData("000.10", 100_000)]
    [InlineData("1000000000", 1_000_000_000_000_000)]
    public void TryParse_OfWan_GivesFen(string text, long fen)
    {
        Assert.True(Amount.TryParse(text, out var amount));
        Assert.Equal(fen, amount.Fen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("+5")]
    [InlineData(" 5")]
    [InlineData("1e3")]
    [InlineData("１２")]
    [InlineData("1.0000000")]
    [InlineData("1000000000.000001")]
    [InlineData("99999999999999999999999999999999999999")]
    public void TryParse_OfAnythingElse_RefusesWithAReason(string text)
    {
        Assert.False(Amount.TryParse(text, out _));
        Assert.NotNull(Amount.WhyNot(text));
    }

    [Fact]
    public void Compare_WhenThePrintAgrees_FindsNothing()
    {
        var printed = new Funding(
            [new FileRow("一般公共预算", null, null, null, "98.61%", "7.09％")],
            new PrintedTotal("2,165.98", "153.56", "2287.2", "98.6%", "7.09%"));

        Assert.Empty(PrintedFigures.Compare(printed, Computed()));
    }

    [Fact]
    public void Compare_WhenNothingWasPrinted_FindsNothing()
    {
        var printed = new Funding([new FileRow("一般公共预算", null, null, null, "", "")], new PrintedTotal("", "", "", "", ""));

        Assert.Empty(PrintedFigures.Compare(printed, Computed()));
    }

    [Fact]
    public void Compare_WhenThePrintDisagrees_GivesBothFigures()
    {
        var printed = new Funding(
            [new FileRow("一般公共预算", null, null, null, "100%", "—")],
            new PrintedTotal("21659800", "153.57", "约2287", "98.61", "7.09%"));

        Assert.Equal(
            [
                new PrintedDisagreement("$.funding.total.initialBudget", "21659800", "2165.98"),
                new PrintedDisagreement("$.funding.total.adjustment", "153.57", "153.56"),
                new PrintedDisagreement("$.funding.total.actualExpenditure", "约2287", "2287.19"),
                new PrintedDisagreement("$.funding.total.completionRate", "98.61", "98.61%"),
                new PrintedDisagreement("$.funding.rows[0].completionRate", "100%", "98.61%"),
                new PrintedDisagreement("$.funding.rows[0].adjustmentRate", "—", "7.09%"),
            ],
            PrintedFigures.Compare(printed, Computed()));
    }

    [Fact]
    public void Compare_WhenThereIsNoRate_TakesADashAndNoFigure()
    {
        var budget = new Budget { FundingRows = { new Liwan.Budgets.V1.FundingRow { Source = "A" } }, Total = new FundingTotal() };
        var printed = new Funding([new FileRow("A", null, null, null, "—", "0.00%")], null);

        Assert.Equal([new PrintedDisagreement("$.funding.rows[0].adjustmentRate", "0.00%", "空白")], PrintedFigures.Compare(printed, budget));
    }

    [Theory]
    [InlineData(9861L, "98.61%")]
    [InlineData(-1808L, "-18.08%")]
    [InlineData(5L, "0.05%")]
    [InlineData(null, "")]
    public void Rate_OfBasisPoints_IsPrintedAsOnTheForm(long? basisPoints, string printed) => Assert.Equal(printed, PrintedFigures.Rate(basisPoints));

    [Theory]
    [InlineData("budget.funding_rows[2].actual_expenditure", "$.funding.rows[2].actualExpenditure")]
    [InlineData("task_plan.tasks[0].indicators[3].display_name", "$.tasks[0].indicators[3].name")]
    [InlineData("task_plan.annual_objective.expected", "$.annualObjective.expected")]
    [InlineData("report.department_cell_text", "$.departmentCellText")]
    [InlineData("department.official_names[0].text", "$.departmentName")]
    [InlineData("request_id", "request_id")]
    public void ToJsonPath_OfAFieldOfTheContracts_SaysWhereItIsInTheFile(string field, string path) => Assert.Equal(path, FieldPaths.ToJsonPath(field));

    private static Budget Computed() => new()
    {
        FundingRows = { new Liwan.Budgets.V1.FundingRow { Source = "一般公共预算", CompletionRateBasisPoints = 9861, AdjustmentRateBasisPoints = 709 } },
        Total = new FundingTotal
        {
            InitialBudget = Wan("2165.98"),
            Adjustment = Wan("153.56"),
            ActualExpenditure = Wan("2287.19"),
            CompletionRateBasisPoints = 9861,
            AdjustmentRateBasisPoints = 709,
        },
    };

    private static Money Wan(string wan) => new Amount((long)(decimal.Parse(wan, CultureInfo.InvariantCulture) * 1_000_000)).ToMoney();
}
