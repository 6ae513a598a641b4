using System.Globalization;
using Liwan.Reports.Checks;
using Liwan.TaskIndicators.V1;
using static Liwan.TaskIndicators.V1.Judgement.Types;

namespace Liwan.Reports.Composition;

/// <summary>What a task plan says of how its indicators came out, as the rules see it.</summary>
internal static class JudgementMapping
{
    public static FormJudgements Read(TaskPlan? plan) =>
        new([.. (plan?.Tasks ?? []).Select(task => (IReadOnlyList<IndicatorJudgement>)[.. task.Indicators.Select(indicator => Read(indicator.Judgement ?? new Judgement()))])]);

    private static IndicatorJudgement Read(Judgement judgement) => new()
    {
        IsOverridden = judgement.Override is not null,
        IsNotMet = judgement.Outcome == Outcome.NotMet,
        ExceededRatio = judgement is { Outcome: Outcome.Exceeded, Direction: not Direction.Cap }
            && decimal.TryParse(judgement.Ratio, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio)
                ? ratio
                : null,
        IsLabel = judgement.Grounds == Grounds.LabelForValue,
        AreUnitsDifferent = judgement.Grounds == Grounds.UnitsDiffer,
        Reason = judgement.Reason.TrimEnd('。'),
    };
}
