using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks.Rules;

/// <summary>An indicator whose target and actual are in units that cannot be compared, such as % and 件.</summary>
internal sealed class IndicatorUnitsDiffer() : IndicatorRule("indicator-units-differ", "actual")
{
    /// <inheritdoc/>
    protected override string? Find(FormIndicator indicator, IndicatorJudgement judgement) =>
        judgement is { AreUnitsDifferent: true, IsOverridden: false } ? $"的指标完成情况与预期实现值单位不同（{judgement.Reason}），请按预期实现值的单位填报。" : null;
}
