using Liwan.IndicatorReading;

namespace Liwan.TaskIndicators.Judgements;

/// <summary>A reviewer's word on an indicator.</summary>
/// <param name="Outcome">The outcome in effect.</param>
/// <param name="Reason">Why, in the reviewer's words.</param>
/// <param name="ScoreRate">How much of its weight the indicator earns, in hundredths of a percent; null leaves it to the rule set.</param>
/// <param name="Reviewer">The caller as the audit trail names it.</param>
/// <param name="Time">When.</param>
internal sealed record OutcomeOverride(Outcome Outcome, string Reason, int? ScoreRate, string Reviewer, DateTimeOffset Time);
