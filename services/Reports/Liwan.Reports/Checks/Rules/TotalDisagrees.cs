using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks.Rules;

/// <summary>An amount of 合计 that is not the sum of its rows.</summary>
internal sealed class TotalDisagrees() : FormRule("total-disagrees", Severity.Error)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        var form = context.Form;
        if (form.Funding.Count == 0)
        {
            return [];
        }

        var sum = FundingAmounts.Sum(form.Funding);
        (FundingColumn Column, Int128? Sum)[] columns =
        [
            (FundingColumn.InitialBudget, sum.InitialBudget),
            (FundingColumn.Adjustment, sum.Adjustment),
            (FundingColumn.ActualExpenditure, sum.ActualExpenditure),
        ];
        return
            from column in columns
            let total = column.Column.Amount(form.FundingTotal)
            where total != column.Sum
            select Found($"budget.total.{column.Column.Field}", Sentence(form, column.Column.Name, total, column.Sum));
    }

    private static string Sentence(FormContent form, string column, long? total, Int128? sum) =>
        $"合计的{column}{(total is { } stated ? $"是 {FundingAmounts.Wan(stated)} 万元" : "为空")}，"
        + $"{form.Funding.Count} 个资金来源相加{(sum is { } computed ? $"是 {FundingAmounts.Wan(computed)} 万元" : "没有金额")}，请核对各行金额，以相加的结果为准。";
}
