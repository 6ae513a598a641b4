namespace Liwan.Reports.Checks.Rules;

/// <summary>A blank amount is not zero, so a submitted form has none in 部门资金情况.</summary>
internal sealed class AmountBlank() : FormRule("amount-blank", Severity.Error)
{
    public override IEnumerable<Finding> Check(FormInContext context) =>
        from row in NamedFunding.Rows(context.Form)
        from column in FundingColumn.All
        where column.Amount(row.Line) is null
        select Found($"{row.Field}.{column.Field}", $"{row.Name}的{column.Name}为空，请填写；确无金额的填 0。");
}
