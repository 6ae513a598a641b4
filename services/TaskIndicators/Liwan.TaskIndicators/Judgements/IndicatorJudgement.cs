using Liwan.IndicatorReading;

namespace Liwan.TaskIndicators.Judgements;

/// <summary>What is known of how an indicator came out: what the reader made of its words, and what a reviewer said since.</summary>
/// <param name="Read">What the reader came to.</param>
/// <param name="ReaderVersion">Which edition of the reader.</param>
/// <param name="Override">The reviewer's word; null if there is none.</param>
internal sealed record IndicatorJudgement(Judgement Read, int ReaderVersion, OutcomeOverride? Override = null)
{
    /// <summary>The outcome in effect.</summary>
    public Outcome Outcome => Override?.Outcome ?? Read.Outcome;

    public static IndicatorJudgement Of(in IndicatorText text) => new(IndicatorJudge.Judge(text), IndicatorJudge.ReaderVersion);
}
