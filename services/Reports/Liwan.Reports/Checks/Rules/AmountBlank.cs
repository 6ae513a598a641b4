using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks.Rules;

/// <summary>A blank amount is not zero, so a submitted form has none in 部门资金情况.</summary>
internal sealed class AmountBlank() : FormRule("amount-blank", Severity.Error)
{
    public override IEnumerable<Finding> Check(FormContent form)
    {
        for (var i = 0; i < form.Funding.Count; i++)
        {
            var line = form.Funding[i];
            (string Field, string Name, long? Amount)[] cells =
            [
                ("initial_budget", "年初预算数", line.InitialBudgetFen),
                ("adjustment", "预算调整数", line.AdjustmentFen),
                ("actual_expenditure", "实际支出数", line.ActualExpenditureFen),
            ];
            foreach (var (field, name, _) in cells.Where(cell => cell.Amount is null))
            {
                yield return Found($"budget.funding_rows[{i}].{field}", $"资金来源“{line.Source}”的{name}为空，请填写；确无金额的填 0。");
            }
        }
    }
}
