using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks.Rules;

/// <summary>
/// An indicator that exceeded its target by more than 30%, and nobody says why: a target that was set too low, or a figure
/// that is wrong. A cap cannot be exceeded in this sense.
/// </summary>
internal sealed class IndicatorOvershootUnexplained() : IndicatorRule("indicator-overshoot-unexplained", "deviation_reason")
{
    private const decimal MostUnexplained = 1.3m;

    /// <inheritdoc/>
    protected override string? Find(FormIndicator indicator, IndicatorJudgement judgement) =>
        judgement.ExceededRatio is { } ratio && ratio > MostUnexplained && string.IsNullOrWhiteSpace(indicator.DeviationReason)
            ? $"超出预期实现值 30% 以上（{judgement.Reason}），请填写偏差原因，如目标设定偏低；填报有误的请改正。"
            : null;
}
