using Liwan.Budgets.Budgets;
using Liwan.Budgets.V1;
using Liwan.Testing;

namespace Liwan.Budgets.Tests;

public sealed class BudgetSeekTests(BudgetsFixture<OnSqlite> fixture) : IClassFixture<BudgetsFixture<OnSqlite>>
{
    [Theory]
    [InlineData("", "sqlite_autoindex_budget_1 (department=? AND year>?)", "sqlite_autoindex_budget_1 (department>?)")]
    [InlineData("department desc", "sqlite_autoindex_budget_1 (department=? AND year<?)", "sqlite_autoindex_budget_1 (department<?)")]
    [InlineData("year", "ix_budget_newest_year (year=? AND department>?)", "ix_budget_year (year>?)")]
    [InlineData("year desc", "ix_budget_newest_year (year=? AND department>?)", "ix_budget_newest_year (year<?)")]
    [InlineData("year, department desc", "ix_budget_newest_year (year=? AND department<?)", "ix_budget_newest_year (year>?)")]
    [InlineData("update_time", "ix_budget_update_time (update_time=? AND department>?)", "ix_budget_update_time (update_time>?)")]
    [InlineData("update_time desc", "ix_budget_update_time (update_time=? AND department<?)", "ix_budget_update_time (update_time<?)")]
    public async Task ListBudgets_OnALaterPage_SeeksInTheIndexOfTheOrder(string orderBy, params string[] seeks)
    {
        var department = await fixture.NewDepartmentAsync();
        await fixture.CreateAsync(department, 2031);
        await fixture.CreateAsync(department, 2032);
        var request = new ListBudgetsRequest { Parent = "departments/-", OrderBy = orderBy, PageSize = 1 };
        request.PageToken = (await fixture.Budgets.ListBudgetsAsync(request)).NextPageToken;

        request.PageSize = 1000;
        await QueryPlans.AssertSeeksAsync(fixture.Host, "budget", seeks, async () => await fixture.Budgets.ListBudgetsAsync(request));
    }

    [Fact]
    public void ListBudgets_InTheContract_IsDescribedAsItIs() => ListContract.AssertSays("budgets/v1/budget.proto", "ListBudgetsRequest", BudgetList.Method);
}
