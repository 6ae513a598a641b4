using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;
using Liwan.YearLocks;

namespace Liwan.Budgets.Budgets;

/// <summary>What ListBudgets can be filtered and ordered by; the contract says the same.</summary>
internal static class BudgetList
{
    private const string RowsOfBudget =
        "FROM funding_row WHERE funding_row.department = budget.department AND funding_row.year = budget.year";

    public static readonly ListMethod<Budget> Method = new(
        mostOnPage: 1000,
        departmentColumn: "department",
        fields:
        [
            .. DepartmentYearLists.Fields,
            FilterField.Boolean("locked", YearLock.IsLocked("budget")),
            FilterField.Amount("total.initial_budget", Sum("initial_budget_fen")),
            FilterField.Amount("total.adjustment", Sum("adjustment_fen")),
            FilterField.Amount("total.actual_expenditure", Sum("actual_expenditure_fen")),
            FilterField.AnyText("funding_rows.source", $"SELECT 1 {RowsOfBudget}", "funding_row.source"),
        ],
        orders: DepartmentYearLists.Orders<Budget>(budget => budget.Key, budget => budget.UpdateTime));

    // Totals are computed, never stored, here too.
    private static string Sum(string column) => $"(SELECT SUM(funding_row.{column}) {RowsOfBudget})";
}
