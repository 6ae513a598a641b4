using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

public abstract class BudgetConcurrencyTests(BudgetsFixture fixture)
{
    private const int Callers = 32;

    [DatabaseFact]
    public async Task UpdateBudget_ByManyWhoEachAddARow_LosesNoRow()
    {
        var department = await fixture.NewDepartmentAsync();
        var budget = await fixture.CreateAsync(department, 2021);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => AddRowAsync(budget.Name, $"来源{i}")));

        var after = await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = budget.Name });
        Assert.Equal(
            Enumerable.Range(0, Callers).Select(i => $"来源{i}").Order(StringComparer.Ordinal),
            after.FundingRows.Select(row => row.Source).Order(StringComparer.Ordinal));
        Assert.Equal(Fen(Callers), after.Total.InitialBudget);
    }

    [DatabaseFact]
    public async Task CreateBudget_ByManyAtOnce_LetsOneWin()
    {
        var department = await fixture.NewDepartmentAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async i =>
        {
            try
            {
                return await fixture.CreateAsync(department, 2021, Row($"来源{i}"));
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return null;
            }
        }));

        var winner = Assert.Single(answers, answer => answer is not null);
        Assert.Equal(winner, await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = $"{department}/budgets/2021" }));
    }

    [DatabaseFact]
    public async Task CreateBudget_ByManyWithTheSameRequestId_GivesAllTheSameAnswer()
    {
        var request = Create(await fixture.NewDepartmentAsync(), Row("甲"));

        var answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ => await fixture.Budgets.CreateBudgetAsync(request)));

        Assert.Single(answers.Distinct());
    }

    [DatabaseFact]
    public async Task CreateBudget_RepeatedAfterAChange_StillGivesTheFirstAnswer()
    {
        var request = Create(await fixture.NewDepartmentAsync(), Row("甲"));
        var first = await fixture.Budgets.CreateBudgetAsync(request);
        await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = first.Name, FundingRows = { Row("乙") } } });

        Assert.Equal(first, await fixture.Budgets.CreateBudgetAsync(request));
    }

    [DatabaseFact]
    public async Task UpdateBudget_Repeated_ChangesNothingMore()
    {
        var department = await fixture.NewDepartmentAsync();
        var budget = await fixture.CreateAsync(department, 2021);
        var request = new UpdateBudgetRequest
        {
            Budget = new Budget { Name = budget.Name, Etag = budget.Etag, FundingRows = { Row("甲") } },
            RequestId = $"{Guid.NewGuid()}",
        };

        var first = await fixture.Budgets.UpdateBudgetAsync(request);

        // The etag is an old one by now; a repeat is told so only if it is taken for a new request.
        Assert.Equal(first, await fixture.Budgets.UpdateBudgetAsync(request));
        Assert.Equal(first, await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = budget.Name }));
    }

    [DatabaseFact]
    public async Task CreateBudget_WithTheRequestIdOfAnotherPayload_IsRefused()
    {
        var request = Create(await fixture.NewDepartmentAsync(), Row("甲"));
        await fixture.Budgets.CreateBudgetAsync(request);
        request.BudgetId = "2022";

        var error = await RpcError.OfAsync(() => fixture.Budgets.CreateBudgetAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, "REQUEST_ID_REUSED"), (error.Code, error.Reason));
    }

    [DatabaseFact]
    public async Task CreateBudget_ThatFailed_MayBeRepeatedUnderItsRequestId()
    {
        var request = Create(await fixture.NewDepartmentAsync(), Row("甲"));
        var parent = request.Parent;
        request.Parent = "departments/nobody";
        await RpcError.OfAsync(() => fixture.Budgets.CreateBudgetAsync(request));

        request.Parent = parent;

        Assert.Equal($"{parent}/budgets/2021", (await fixture.Budgets.CreateBudgetAsync(request)).Name);
    }

    [DatabaseTheory]
    [InlineData("not-a-uuid")]
    [InlineData("0f8fad5b-d9cb-169f-a165-70867728950e")]
    [InlineData("{0f8fad5b-d9cb-469f-a165-70867728950e}")]
    public async Task CreateBudget_WithARequestIdThatIsNoUuid4_IsRefused(string id)
    {
        var request = Create("departments/nobody", Row("甲"));
        request.RequestId = id;
        var error = await RpcError.OfAsync(() => fixture.Budgets.CreateBudgetAsync(request));
        Assert.Equal([("request_id", "REQUEST_ID_INVALID")], error.Fields);
    }

    private static CreateBudgetRequest Create(string parent, params FundingRow[] rows) =>
        new() { Parent = parent, BudgetId = "2021", Budget = new Budget { FundingRows = { rows } }, RequestId = $"{Guid.NewGuid()}" };

    private async Task AddRowAsync(string name, string source)
    {
        while (true)
        {
            var budget = await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = name });
            try
            {
                await fixture.Budgets.UpdateBudgetAsync(new UpdateBudgetRequest
                {
                    Budget = new Budget { Name = name, Etag = budget.Etag, FundingRows = { budget.FundingRows, Row(source, 1) } },
                });
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                // Another one was faster: read again.
            }
        }
    }
}

public sealed class BudgetConcurrencyOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetConcurrencyTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetConcurrencyOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetConcurrencyTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;
