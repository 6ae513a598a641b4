using Liwan.Budgets.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

/// <summary>Alone with its services: it lists all budgets there are.</summary>
public abstract class BudgetPagesTests(BudgetsFixture fixture)
{
    [DatabaseFact]
    public async Task ListBudgets_OfAHundredAndTwenty_GivesEachOnceInOrderPageByPage()
    {
        string[] departments = [await fixture.NewDepartmentAsync(), await fixture.NewDepartmentAsync()];
        var created = new List<Budget>();
        foreach (var year in Enumerable.Range(2000, 60).Reverse())
        {
            foreach (var department in departments)
            {
                created.Add(await fixture.CreateAsync(department, year, Row("甲", year), Row($"{department} {year}")));
            }
        }

        var all = await fixture.ListAsync("departments/-", 7);
        Assert.Equal(created.OrderBy(budget => budget.Name, StringComparer.Ordinal), all.SelectMany(page => page.Budgets));
        Assert.Equal(18, all.Count);
        Assert.All(all.SkipLast(1), page => Assert.Equal(7, page.Budgets.Count));

        var second = departments[1];
        var ofOne = await fixture.ListAsync(second, 50);
        Assert.Equal([50, 10], ofOne.Select(page => page.Budgets.Count));
        Assert.Equal(Enumerable.Range(2000, 60).Select(year => $"{second}/budgets/{year}"), ofOne.SelectMany(page => page.Budgets).Select(budget => budget.Name));

        Assert.Equal([50, 50, 20], (await fixture.ListAsync("departments/-", 0)).Select(page => page.Budgets.Count));
        Assert.Single(await fixture.ListAsync("departments/-", 120));
        Assert.Single(await fixture.ListAsync("departments/-", int.MaxValue));
    }
}

public sealed class BudgetPagesOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetPagesTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetPagesOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetPagesTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;
