namespace Liwan.Reports.Checks.Rules;

/// <summary>A budget that was adjusted by more than a fifth, either way. The rate is taken as it prints, so 20.00% is within.</summary>
internal sealed class AdjustmentOutOfRange() : FormRule("adjustment-out-of-range", Severity.Warning)
{
    private const long Most = 2000;

    public override IEnumerable<Finding> Check(FormInContext context) =>
        from funding in NamedFunding.Distinct(context.Form)
        let rate = funding.Amounts.AdjustmentRate
        where rate is > Most or < -Most
        select Found(
            $"{funding.Field}.adjustment",
            $"{funding.Name}的预算调整率 {FundingAmounts.Percent(rate.Value)} 超过 ±20%，请核对年初预算数和预算调整数；无误的，请在“存在问题”中说明调整原因。");
}
