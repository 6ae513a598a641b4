using Google.Type;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

public abstract class BudgetInputTests(BudgetsFixture fixture)
{
    [DatabaseTheory]
    [InlineData("USD", 1, 0, "MONEY_NOT_CNY")]
    [InlineData("", 1, 0, "MONEY_NOT_CNY")]
    [InlineData("CNY", 1, 1, "MONEY_FRACTION_OF_FEN")]
    [InlineData("CNY", 0, 9_999_999, "MONEY_FRACTION_OF_FEN")]
    [InlineData("CNY", 1, -10_000_000, "MONEY_MALFORMED")]
    [InlineData("CNY", -1, 10_000_000, "MONEY_MALFORMED")]
    [InlineData("CNY", 0, 1_000_000_000, "MONEY_MALFORMED")]
    [InlineData("CNY", 0, int.MinValue, "MONEY_MALFORMED")]
    [InlineData("CNY", 10_000_000_000_001, 0, "MONEY_OUT_OF_RANGE")]
    [InlineData("CNY", 10_000_000_000_000, 10_000_000, "MONEY_OUT_OF_RANGE")]
    [InlineData("CNY", long.MinValue, 0, "MONEY_OUT_OF_RANGE")]
    [InlineData("CNY", long.MaxValue, 990_000_000, "MONEY_OUT_OF_RANGE")]
    public async Task CreateBudget_WithMoneyThatIsNotACell_NamesTheCell(string currency, long units, int nanos, string reason)
    {
        var row = Row("甲");
        row.ActualExpenditure = new Money { CurrencyCode = currency, Units = units, Nanos = nanos };

        var error = await RpcError.OfAsync(() => CreateAsync("departments/nobody", "2021", Row("乙"), row));

        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([("budget.funding_rows[1].actual_expenditure", reason)], error.Fields);
    }

    [DatabaseTheory]
    [InlineData(10_000_000_000_000, 0)]
    [InlineData(-10_000_000_000_000, 0)]
    [InlineData(0, -10_000_000)]
    [InlineData(9_999_999_999_999, 990_000_000)]
    public async Task CreateBudget_WithMoneyAtItsLimits_GivesItBack(long units, int nanos)
    {
        var money = new Money { CurrencyCode = "CNY", Units = units, Nanos = nanos };
        var row = new FundingRow { Source = "甲", InitialBudget = money };

        var created = await CreateAsync(await fixture.NewDepartmentAsync(), "2021", row);

        Assert.Equal(money, created.FundingRows[0].InitialBudget);
        Assert.Equal(money, created.Total.InitialBudget);
    }

    [DatabaseTheory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData(" \t\n", "FIELD_REQUIRED")]
    [InlineData("合计", "VALUE_NOT_ACCEPTED")]
    [InlineData(" 合　计\n", "VALUE_NOT_ACCEPTED")]
    [InlineData("一般\u0000公共", "TEXT_CONTROL_CHARACTER")]
    [InlineData("一般\r公共", "TEXT_CONTROL_CHARACTER")]
    [InlineData("一般\u0085公共", "TEXT_CONTROL_CHARACTER")]
    public async Task CreateBudget_WithASourceThatIsNone_NamesIt(string source, string reason)
    {
        var error = await RpcError.OfAsync(() => CreateAsync("departments/nobody", "2021", Row(source)));
        Assert.Equal([("budget.funding_rows[0].source", reason)], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateBudget_WithSourcesAtTheirLimit_CountsCharactersNotCodeUnits()
    {
        var longest = string.Concat(Enumerable.Repeat("𠮷", 200));
        var created = await CreateAsync(await fixture.NewDepartmentAsync(), "2021", Row(longest), Row("第一行\r\n第二行"));
        Assert.Equal([longest, "第一行\n第二行"], created.FundingRows.Select(row => row.Source));

        var error = await RpcError.OfAsync(() => CreateAsync("departments/nobody", "2021", Row(longest + "吉")));
        Assert.Equal([("budget.funding_rows[0].source", "TEXT_TOO_LONG")], error.Fields);
        Assert.Equal(("201", "200"), (error.Metadata["value"], error.Metadata["limit"]));
    }

    [DatabaseFact]
    public async Task CreateBudget_WithRowsAtAndBeyondTheirLimit_TakesFiftyAndRefusesFiftyOne()
    {
        var rows = Enumerable.Range(1, 51).Select(i => Row($"来源{i}", i)).ToArray();
        var created = await CreateAsync(await fixture.NewDepartmentAsync(), "2021", rows[..50]);
        Assert.Equal(Fen(1275), created.Total.InitialBudget);

        var error = await RpcError.OfAsync(() => CreateAsync("departments/nobody", "2021", rows));
        Assert.Equal([("budget.funding_rows", "TOO_MANY_ITEMS")], error.Fields);
    }

    [DatabaseTheory]
    [InlineData("departments/npc-office", "1999", "budget_id", "YEAR_OUT_OF_RANGE")]
    [InlineData("departments/npc-office", "2100", "budget_id", "YEAR_OUT_OF_RANGE")]
    [InlineData("departments/npc-office", "", "budget_id", "YEAR_OUT_OF_RANGE")]
    [InlineData("departments/npc-office", "+202", "budget_id", "YEAR_OUT_OF_RANGE")]
    [InlineData("departments/npc-office", "２０２１", "budget_id", "YEAR_OUT_OF_RANGE")]
    [InlineData("", "2021", "parent", "FIELD_REQUIRED")]
    [InlineData("departments/", "2021", "parent", "NAME_MALFORMED")]
    [InlineData("departments/-", "2021", "parent", "NAME_MALFORMED")]
    [InlineData("departments/a", "2021", "parent", "NAME_MALFORMED")]
    [InlineData("departments/Npc", "2021", "parent", "NAME_MALFORMED")]
    [InlineData("departments/1npc", "2021", "parent", "NAME_MALFORMED")]
    [InlineData("departments/npc_office", "2021", "parent", "NAME_MALFORMED")]
    [InlineData("departments/npc/x", "2021", "parent", "NAME_MALFORMED")]
    [InlineData("departments/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "2021", "parent", "NAME_MALFORMED")]
    public async Task CreateBudget_UnderANameThatIsNone_NamesTheField(string parent, string id, string field, string reason)
    {
        var error = await RpcError.OfAsync(() => CreateAsync(parent, id));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([(field, reason)], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateBudget_WithManyThingsWrong_NamesThemAll()
    {
        var error = await RpcError.OfAsync(() => CreateAsync("x", "0", Row("", 1), new FundingRow { Uid = "u", Source = "甲", Adjustment = new Money() }));
        Assert.Equal(
            [
                ("parent", "NAME_MALFORMED"),
                ("budget_id", "YEAR_OUT_OF_RANGE"),
                ("budget.funding_rows[0].source", "FIELD_REQUIRED"),
                ("budget.funding_rows[1].adjustment", "MONEY_NOT_CNY"),
                ("budget.funding_rows[1].uid", "UID_UNKNOWN"),
            ],
            error.Fields);
    }

    [DatabaseFact]
    public async Task CreateBudget_WithoutABudget_NamesTheField()
    {
        var error = await RpcError.OfAsync(() => fixture.Budgets.CreateBudgetAsync(new CreateBudgetRequest { Parent = "departments/nobody", BudgetId = "2021" }));
        Assert.Equal([("budget", "FIELD_REQUIRED")], error.Fields);
    }

    [DatabaseFact]
    public async Task UpdateBudget_WithAUidTwice_NamesTheSecond()
    {
        var budget = await CreateAsync(await fixture.NewDepartmentAsync(), "2021", Row("甲"));
        var twice = new Budget { Name = budget.Name, FundingRows = { budget.FundingRows[0], budget.FundingRows[0] } };
        var error = await RpcError.OfAsync(() => fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = twice }));
        Assert.Equal([("budget.funding_rows[1].uid", "UID_REPEATED")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateBudget_WithStatedFiguresThatAgree_IsAccepted()
    {
        var row = Row("甲", 2165_98_0000, 153_56_0000, 2287_19_0000);
        row.CompletionRateBasisPoints = 9861;
        row.AdjustmentRateBasisPoints = 709;
        var total = new FundingTotal
        {
            InitialBudget = row.InitialBudget,
            Adjustment = row.Adjustment,
            ActualExpenditure = row.ActualExpenditure,
            CompletionRateBasisPoints = 9861,
            AdjustmentRateBasisPoints = 709,
        };

        var created = await fixture.Budgets.CreateBudgetAsync(new CreateBudgetRequest
        {
            Parent = await fixture.NewDepartmentAsync(),
            BudgetId = "2021",
            Budget = new Budget { FundingRows = { row }, Total = total },
        });

        Assert.Equal(total, created.Total);
    }

    [DatabaseFact]
    public async Task CreateBudget_WithStatedFiguresThatDisagree_NamesEachWithBothFigures()
    {
        // The printed 100% of a form whose figures give 80.45%.
        var row = Row("甲", 10000_00, null, null);
        row.CompletionRateBasisPoints = 10000;
        var stated = new FundingTotal { InitialBudget = Fen(9999_99), Adjustment = Fen(0), AdjustmentRateBasisPoints = -1808 };
        var request = new CreateBudgetRequest
        {
            Parent = "departments/nobody",
            BudgetId = "2021",
            Budget = new Budget { FundingRows = { row }, Total = stated },
        };

        var error = await RpcError.OfAsync(() => fixture.Budgets.CreateBudgetAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "STATED_FIGURE_DISAGREES"), (error.Code, error.Reason));
        Assert.Equal(
            [
                "budget.funding_rows[0].completion_rate_basis_points",
                "budget.total.initial_budget",
                "budget.total.adjustment",
                "budget.total.adjustment_rate_basis_points",
            ],
            error.Fields.Select(field => field.Field));
        Assert.Equal(("100.00%", "—"), (error.Metadata["value"], error.Metadata["computed"]));

        row.ClearCompletionRateBasisPoints();
        error = await RpcError.OfAsync(() => fixture.Budgets.CreateBudgetAsync(request));
        Assert.Equal(("9999.99", "10000.00"), (error.Metadata["value"], error.Metadata["computed"]));
        Assert.Equal("budget.total.initial_budget 填报为 9999.99，按各行计算应为 10000.00，请核对。", error.Chinese);
    }

    [DatabaseFact]
    public async Task UpdateBudget_WithAStatedTotal_ChecksItAgainstTheRowsAsTheyWillBe()
    {
        var budget = await CreateAsync(await fixture.NewDepartmentAsync(), "2021", Row("甲", 1_00));
        var change = new Budget { Name = budget.Name, FundingRows = { Row("乙", 2_00) }, Total = budget.Total };
        var error = await RpcError.OfAsync(() => fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = change }));
        Assert.Equal([("budget.total.initial_budget", "STATED_FIGURE_DISAGREES")], error.Fields);

        change.Total.InitialBudget = Fen(2_00);
        Assert.Equal(change.Total, (await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = change })).Total);
    }

    private async Task<Budget> CreateAsync(string parent, string id, params FundingRow[] rows) =>
        await fixture.Budgets.CreateBudgetAsync(new CreateBudgetRequest { Parent = parent, BudgetId = id, Budget = new Budget { FundingRows = { rows } } });
}

public sealed class BudgetInputOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetInputTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetInputOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetInputTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;
