using Liwan.Budgets.V1;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

public sealed class BudgetMethodsTests(BudgetsFixture fixture) : IClassFixture<BudgetsFixture>
{
    [Fact]
    public async Task CreateBudget_WithTheRowsOfAForm_AnswersThemWithTotalAndRates()
    {
        var department = await fixture.NewDepartmentAsync();
        var created = await fixture.CreateAsync(department, 2021, Row("一般公共预算", 1000_00, 100_00, 1000_00), Row("其他资金"));
        Assert.Equal(created, await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = $"{department}/budgets/2021" }));
    }
}
