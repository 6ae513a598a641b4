using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

public abstract class BudgetListTests(BudgetsFixture fixture)
{
    [DatabaseFact]
    public async Task ListBudgets_OfADepartmentWithoutAny_IsEmpty()
    {
        var answer = await fixture.Budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/nobody" });
        Assert.Equal(new ListBudgetsResponse(), answer);
    }

    [DatabaseFact]
    public async Task ListBudgets_WhoseTextWouldNotFitAMessage_GivesFewerAPage()
    {
        var department = await fixture.NewDepartmentAsync();
        var longest = string.Concat(Enumerable.Repeat("𠮷", 200));
        var rows = Enumerable.Range(0, 50).Select(_ => Row(longest, 1, 1, 1)).ToArray();
        foreach (var year in Enumerable.Range(2000, 80))
        {
            await fixture.CreateAsync(department, year, rows);
        }

        var pages = await fixture.ListAsync(department, 1000);

        Assert.Equal(Enumerable.Range(2000, 80).Select(year => $"{department}/budgets/{year}"), pages.SelectMany(page => page.Budgets).Select(budget => budget.Name));
        Assert.All(pages, page => Assert.InRange(page.CalculateSize(), 1, 4 * 1024 * 1024));
        Assert.Equal(2, pages.Count);
    }

    [DatabaseTheory]
    [InlineData("departments/-", -1, "", "page_size", "PAGE_SIZE_NEGATIVE")]
    [InlineData("departments/-", 1, "x", "page_token", "PAGE_TOKEN_INVALID")]
    [InlineData("departments/-", 1, "AAAAAAAAAAAAAAAAAAAAAFsiYSIsIjIwMDAiXQ", "page_token", "PAGE_TOKEN_INVALID")]
    [InlineData("departments/-", 1, "!!!", "page_token", "PAGE_TOKEN_INVALID")]
    [InlineData("departments", 1, "", "parent", "NAME_MALFORMED")]
    [InlineData("", 1, "", "parent", "FIELD_REQUIRED")]
    public async Task ListBudgets_WithBadInput_NamesTheField(string parent, int size, string token, string field, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.Budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = parent, PageSize = size, PageToken = token }));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([(field, reason)], error.Fields);
    }

    [DatabaseFact]
    public async Task ListBudgets_WithTheTokenOfAnotherParent_IsRefused()
    {
        var department = await fixture.NewDepartmentAsync();
        await fixture.CreateAsync(department, 2021);
        await fixture.CreateAsync(department, 2022);
        var page = await fixture.Budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = department, PageSize = 1 });

        var error = await RpcError.OfAsync(() => fixture.Budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-", PageToken = page.NextPageToken }));

        Assert.Equal([("page_token", "PAGE_TOKEN_INVALID")], error.Fields);
    }
}

public sealed class BudgetListOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetListTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetListOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetListTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;
