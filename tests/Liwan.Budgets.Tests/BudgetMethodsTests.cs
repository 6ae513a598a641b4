using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

public abstract class BudgetMethodsTests(BudgetsFixture fixture)
{
    [DatabaseTheory]
    [InlineData(2165_98_0000, 153_56_0000, 2287_19_0000, 9861, 709)]
    [InlineData(4248_39_0000, -768_27_0000, 3335_41_0000, 9584, -1808)]
    public async Task CreateBudget_WithTheRowsOfARealForm_AnswersThemWithTotalAndRates(
        long initial, long adjustment, long actual, long completion, long adjusted)
    {
        var department = await fixture.NewDepartmentAsync();

        var created = await fixture.CreateAsync(department, 2021, Row("一般公共预算", initial, adjustment, actual));

        var row = Row("一般公共预算", initial, adjustment, actual);
        row.Uid = created.FundingRows[0].Uid;
        row.CompletionRateBasisPoints = completion;
        row.AdjustmentRateBasisPoints = adjusted;
        var expected = new Budget
        {
            Name = $"{department}/budgets/2021",
            FundingRows = { row },
            Total = new FundingTotal
            {
                InitialBudget = Fen(initial),
                Adjustment = Fen(adjustment),
                ActualExpenditure = Fen(actual),
                CompletionRateBasisPoints = completion,
                AdjustmentRateBasisPoints = adjusted,
            },
            CreateTime = created.CreateTime,
            UpdateTime = created.CreateTime,
            Etag = created.Etag,
        };
        Assert.Equal(expected, created);
        Assert.Equal(expected, await GetAsync(department, 2021));
        Assert.NotEmpty(row.Uid);
        Assert.NotEmpty(created.Etag);
        Assert.InRange(created.CreateTime.ToDateTime(), System.DateTime.UtcNow.AddMinutes(-1), System.DateTime.UtcNow);
    }

    [DatabaseFact]
    public async Task CreateBudget_WithBlankAmounts_KeepsThemBlankAndSumsTheOthers()
    {
        var department = await fixture.NewDepartmentAsync();

        var created = await fixture.CreateAsync(
            department, 2021, Row("一般公共预算", 100_00, null, 0), Row("政府性基金", 50_00), Row("其他资金𠮷"));

        Assert.Equal(["一般公共预算", "政府性基金", "其他资金𠮷"], created.FundingRows.Select(row => row.Source));
        Assert.Equal(new FundingTotal { InitialBudget = Fen(150_00), ActualExpenditure = Fen(0) }, created.Total);
        Assert.Null(created.FundingRows[0].Adjustment);
        Assert.Equal(Fen(0), created.FundingRows[0].ActualExpenditure);
        Assert.Null(created.FundingRows[2].InitialBudget);
        Assert.Equal(created, await GetAsync(department, 2021));
    }

    [DatabaseFact]
    public async Task CreateBudget_WithoutRows_AnswersAnEmptyTotal()
    {
        var department = await fixture.NewDepartmentAsync();
        var created = await fixture.CreateAsync(department, 2099);
        Assert.Empty(created.FundingRows);
        Assert.Equal(new FundingTotal(), created.Total);
    }

    [DatabaseFact]
    public async Task CreateBudget_OfAYearThatHasOne_AnswersAlreadyExists()
    {
        var department = await fixture.NewDepartmentAsync();
        var first = await fixture.CreateAsync(department, 2021, Row("甲", 1));

        var error = await RpcError.OfAsync(() => fixture.CreateAsync(department, 2021, Row("乙", 2)));

        Assert.Equal((StatusCode.AlreadyExists, "ALREADY_EXISTS", $"{department}/budgets/2021"), (error.Code, error.Reason, error.Metadata["name"]));
        Assert.Equal(first, await GetAsync(department, 2021));
    }

    [DatabaseFact]
    public async Task CreateBudget_OfAnUnknownDepartment_AnswersNotFoundAtParent()
    {
        var error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", 2021));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (error.Code, error.Reason));
        Assert.Equal([("parent", "NOT_FOUND")], error.Fields);
    }

    [DatabaseFact]
    public async Task GetBudget_ThatDoesNotExist_AnswersNotFound()
    {
        var error = await RpcError.OfAsync(() => GetAsync("departments/nobody", 2021));
        Assert.Equal((StatusCode.NotFound, "departments/nobody/budgets/2021 不存在。"), (error.Code, error.Chinese));
    }

    [DatabaseFact]
    public async Task UpdateBudget_ThatReordersRows_KeepsTheirUidsAndGivesNewOnesToNewRows()
    {
        var department = await fixture.NewDepartmentAsync();
        var before = await fixture.CreateAsync(department, 2021, Row("甲", 1_00), Row("乙", 2_00));

        var change = new Budget { Name = before.Name, Etag = before.Etag, FundingRows = { Row("丙", 4_00), before.FundingRows[1], before.FundingRows[0] } };
        var after = await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = change });

        Assert.Equal(["丙", "乙", "甲"], after.FundingRows.Select(row => row.Source));
        Assert.Equal([before.FundingRows[1].Uid, before.FundingRows[0].Uid], after.FundingRows.Skip(1).Select(row => row.Uid));
        Assert.DoesNotContain(after.FundingRows[0].Uid, before.FundingRows.Select(row => row.Uid));
        Assert.Equal(Fen(7_00), after.Total.InitialBudget);
        Assert.NotEqual(before.Etag, after.Etag);
        Assert.Equal(before.CreateTime, after.CreateTime);
        Assert.True(after.UpdateTime > before.UpdateTime);
        Assert.Equal(after, await GetAsync(department, 2021));
    }

    [DatabaseFact]
    public async Task UpdateBudget_ThatDropsARow_ForgetsItsUid()
    {
        var department = await fixture.NewDepartmentAsync();
        var first = await fixture.CreateAsync(department, 2021, Row("甲", 1_00));
        var dropped = first.FundingRows[0];
        await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = first.Name }, UpdateMask = new FieldMask { Paths = { "funding_rows" } } });

        var error = await RpcError.OfAsync(() => fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = first.Name, FundingRows = { dropped } } }));

        Assert.Equal([("budget.funding_rows[0].uid", "UID_UNKNOWN")], error.Fields);
        Assert.Empty((await GetAsync(department, 2021)).FundingRows);
    }

    [DatabaseFact]
    public async Task UpdateBudget_WithAnOldEtag_AnswersAbortedAndChangesNothing()
    {
        var department = await fixture.NewDepartmentAsync();
        var first = await fixture.CreateAsync(department, 2021, Row("甲", 1_00));
        var second = await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = first.Name, FundingRows = { Row("乙") } } });

        var error = await RpcError.OfAsync(() => fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = first.Name, Etag = first.Etag, FundingRows = { Row("丙") } } }));

        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH", second.Etag), (error.Code, error.Reason, error.Metadata["etag"]));
        Assert.Equal(second, await GetAsync(department, 2021));
    }

    [DatabaseFact]
    public async Task UpdateBudget_BackToEarlierContent_DoesNotBringTheEarlierEtagBack()
    {
        var department = await fixture.NewDepartmentAsync();
        var first = await fixture.CreateAsync(department, 2021, Row("甲", 1_00));
        var request = new UpdateBudgetRequest { Budget = new Budget { Name = first.Name, FundingRows = { first.FundingRows[0] } } };
        var etags = new List<string> { first.Etag };
        for (var i = 0; i < 5; i++)
        {
            etags.Add((await fixture.Budgets.UpdateBudgetAsync(request)).Etag);
        }

        Assert.Equal(6, etags.Distinct().Count());
    }

    [DatabaseTheory]
    [InlineData("*", 0)]
    [InlineData("funding_rows", 0)]
    [InlineData(null, 1)]
    [InlineData("total", 1)]
    public async Task UpdateBudget_WithoutRowsUnderAMask_ReplacesRowsOnlyIfTheMaskNamesThem(string? mask, int rows)
    {
        var department = await fixture.NewDepartmentAsync();
        var budget = await fixture.CreateAsync(department, 2021, Row("甲", 1_00));
        var request = new UpdateBudgetRequest
        {
            Budget = new Budget { Name = budget.Name },
            UpdateMask = mask is null ? null : new FieldMask { Paths = { mask } },
        };

        var after = await fixture.Budgets.UpdateBudgetAsync(request);

        Assert.Equal(rows, after.FundingRows.Count);
        Assert.Equal(budget.FundingRows.Take(rows), after.FundingRows);
    }

    [DatabaseTheory]
    [InlineData("name")]
    [InlineData("etag")]
    [InlineData("locked")]
    [InlineData("create_time")]
    [InlineData("funding_rows.source")]
    [InlineData("no_such_field")]
    [InlineData("")]
    public async Task UpdateBudget_WithAMaskOfSomethingElse_IsRefused(string path)
    {
        var department = await fixture.NewDepartmentAsync();
        var budget = await fixture.CreateAsync(department, 2021);

        var error = await RpcError.OfAsync(() => fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = budget.Name }, UpdateMask = new FieldMask { Paths = { path } } }));

        Assert.Equal((StatusCode.InvalidArgument, "UPDATE_MASK_INVALID", path), (error.Code, error.Reason, error.Metadata["value"]));
    }

    [DatabaseFact]
    public async Task UpdateBudget_ThatDoesNotExist_AnswersNotFound()
    {
        var error = await RpcError.OfAsync(() => fixture.Budgets.UpdateBudgetAsync(
            new UpdateBudgetRequest { Budget = new Budget { Name = "departments/nobody/budgets/2021" } }));
        Assert.Equal((StatusCode.NotFound, "NOT_FOUND"), (error.Code, error.Reason));
    }

    private async Task<Budget> GetAsync(string department, int year) =>
        await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = $"{department}/budgets/{year}" });
}

public sealed class BudgetMethodsOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetMethodsTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetMethodsOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetMethodsTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;
