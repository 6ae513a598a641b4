namespace Liwan.IndicatorReading;

/// <summary>Whether an indicator reached its target, and on what that rests.</summary>
/// <param name="Outcome">How it came out; <see cref="Outcome.Qualitative"/> wherever the words do not decide.</param>
/// <param name="Grounds">Why.</param>
/// <param name="Target">What the target says.</param>
/// <param name="Actual">What the actual says in answer to it.</param>
/// <param name="Direction">Which side of the target is the good one.</param>
/// <param name="DirectionSource">How that was found.</param>
/// <param name="Ratio">Actual divided by target, four places, half away from zero; null where it makes no sense.</param>
/// <param name="Reason">One Chinese sentence with the values the outcome rests on.</param>
public sealed record Judgement(
    Outcome Outcome,
    Grounds Grounds,
    ValueReading Target,
    ValueReading Actual,
    Direction Direction,
    DirectionSource DirectionSource,
    decimal? Ratio,
    string Reason);
