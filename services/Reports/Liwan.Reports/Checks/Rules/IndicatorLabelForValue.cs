using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks.Rules;

/// <summary>An indicator whose 指标完成情况 names a measure, such as 调研报告件数, and gives no value of it.</summary>
internal sealed class IndicatorLabelForValue() : IndicatorRule("indicator-label-for-value", "actual")
{
    /// <inheritdoc/>
    protected override string? Find(FormIndicator indicator, IndicatorJudgement judgement) =>
        judgement is { IsLabel: true, IsOverridden: false } ? "的指标完成情况只写了名称或说明，没有完成值，请改填实际完成的数值。" : null;
}
