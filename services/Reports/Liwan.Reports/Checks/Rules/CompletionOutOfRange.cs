namespace Liwan.Reports.Checks.Rules;

/// <summary>A budget of which less than nine tenths or more than all was spent. The rate is taken as it prints, so 90.00% and 100.00% are within.</summary>
internal sealed class CompletionOutOfRange() : FormRule("completion-out-of-range", Severity.Warning)
{
    private const long Least = 9000;
    private const long Most = 10_000;

    public override IEnumerable<Finding> Check(FormInContext context) =>
        from funding in NamedFunding.Distinct(context.Form)
        let rate = funding.Amounts.CompletionRate
        where rate is < Least or > Most
        select Found(
            $"{funding.Field}.actual_expenditure",
            $"{funding.Name}的预算完成率 {FundingAmounts.Percent(rate.Value)} {(rate < Least ? "低于 90%" : "高于 100%")}，请核对实际支出数；无误的，请在“存在问题”中说明原因。");
}
