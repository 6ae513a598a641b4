using Liwan.IndicatorReading;

namespace Liwan.TaskIndicators.Scoring;

/// <summary>The points of a plan. Points have two places.</summary>
/// <param name="Score">The points so far.</param>
/// <param name="HighestScore">The points if all that is pending earns what it can.</param>
/// <param name="Grade">Null while anything is pending.</param>
/// <param name="Parts">In the order of the rule set.</param>
internal sealed record PlanScore(decimal Score, decimal HighestScore, Grade? Grade, IReadOnlyList<PartScore> Parts)
{
    public bool IsComplete => Grade is not null;
}

/// <summary>The points of a part.</summary>
internal sealed record PartScore(ScorePart Part, decimal Score, decimal HighestScore, bool IsPending, IReadOnlyList<IndicatorScore> Indicators);

/// <summary>The points of an indicator.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="DisplayName">关键指标.</param>
/// <param name="Weight">Its points at most, with what EXEMPT indicators handed on.</param>
/// <param name="Score">Its points; null while a person must judge.</param>
/// <param name="HighestScore">What it can earn yet.</param>
/// <param name="Outcome">The outcome it rests on.</param>
/// <param name="Reason">A Chinese sentence that says how the points came about.</param>
internal sealed record IndicatorScore(string Uid, string DisplayName, decimal Weight, decimal? Score, decimal HighestScore, Outcome Outcome, string Reason);

/// <summary>A part whose indicators do not share its points.</summary>
/// <param name="Part">The part.</param>
/// <param name="Sum">What their weights sum to.</param>
internal sealed record WeightGap(ScorePart Part, decimal Sum)
{
    /// <summary>How much is missing; negative if it is too much.</summary>
    public decimal Missing => Part.Weight - Sum;
}
