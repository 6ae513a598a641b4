using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks.Rules;

/// <summary>An indicator that missed its target, and nobody says why.</summary>
internal sealed class IndicatorShortfallUnexplained() : IndicatorRule("indicator-shortfall-unexplained", "deviation_reason")
{
    /// <inheritdoc/>
    protected override string? Find(FormIndicator indicator, IndicatorJudgement judgement) => (judgement, string.IsNullOrWhiteSpace(indicator.DeviationReason)) switch
    {
        ({ IsNotMet: true, IsOverridden: true }, true) => "经审核认定未达到预期实现值，请填写偏差原因。",
        ({ IsNotMet: true }, true) => $"未达到预期实现值（{judgement.Reason}），请填写偏差原因。",
        _ => null,
    };
}
