namespace Liwan.Reports.Checks.Rules;

/// <summary>A rate of a row or of 合计 that its amounts do not give.</summary>
internal sealed class RateDisagrees() : FormRule("rate-disagrees", Severity.Error)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        foreach (var funding in NamedFunding.RowsAndTotal(context.Form))
        {
            if (funding.Line.CompletionRateBasisPoints != funding.Amounts.CompletionRate)
            {
                yield return Found(
                    $"{funding.Field}.completion_rate_basis_points",
                    Sentence($"{funding.Name}的预算完成率", funding.Line.CompletionRateBasisPoints, funding.Amounts.CompletionRate));
            }

            if (funding.Line.AdjustmentRateBasisPoints != funding.Amounts.AdjustmentRate)
            {
                yield return Found(
                    $"{funding.Field}.adjustment_rate_basis_points",
                    Sentence($"{funding.Name}的预算调整率", funding.Line.AdjustmentRateBasisPoints, funding.Amounts.AdjustmentRate));
            }
        }
    }

    private static string Sentence(string rate, long? stated, long? computed) =>
        $"{rate}{(stated is { } points ? $"是 {FundingAmounts.Percent(points)}" : "为空")}，"
        + $"按金额计算{(computed is { } right ? $"应为 {FundingAmounts.Percent(right)}" : "不应有数")}，请核对金额，以计算结果为准。";
}
