using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>A column of amounts of 部门资金情况.</summary>
/// <param name="Field">The field of a row.</param>
/// <param name="Name">What the form calls it.</param>
/// <param name="Amount">The cell of a row, in fen.</param>
internal sealed record FundingColumn(string Field, string Name, Func<FundingLine, long?> Amount)
{
    public static readonly FundingColumn InitialBudget = new("initial_budget", "年初预算数", line => line.InitialBudgetFen);

    public static readonly FundingColumn Adjustment = new("adjustment", "预算调整数", line => line.AdjustmentFen);

    public static readonly FundingColumn ActualExpenditure = new("actual_expenditure", "实际支出数", line => line.ActualExpenditureFen);

    /// <summary>All, in the order of the form.</summary>
    public static readonly IReadOnlyList<FundingColumn> All = [InitialBudget, Adjustment, ActualExpenditure];
}
