using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Liwan.IndicatorReading;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Date = Google.Type.Date;

namespace Liwan.TaskIndicators.Judgements;

/// <summary>Between judgements on the wire and inside; what comes in is checked on the way.</summary>
internal static class JudgementMapping
{
    private const int PercentDigits = 6;
    private const int HundredPercent = 10_000;

    public static V1.Judgement Write(IndicatorJudgement judgement) => new()
    {
        Outcome = (V1.Judgement.Types.Outcome)judgement.Outcome,
        Grounds = (V1.Judgement.Types.Grounds)judgement.Read.Grounds,
        Target = Write(judgement.Read.Target),
        Actual = Write(judgement.Read.Actual),
        Direction = (V1.Judgement.Types.Direction)judgement.Read.Direction,
        DirectionSource = (V1.Judgement.Types.DirectionSource)judgement.Read.DirectionSource,
        Ratio = Write(judgement.Read.Ratio),
        Reason = judgement.Read.Reason,
        ReadOutcome = (V1.Judgement.Types.Outcome)judgement.Read.Outcome,
        ReaderVersion = judgement.ReaderVersion,
        Override = judgement.Override is { } word ? Write(word) : null,
    };

    public static V1.OutcomeOverride Write(OutcomeOverride word) => new()
    {
        Outcome = (V1.Judgement.Types.Outcome)word.Outcome,
        Reason = word.Reason,
        ScoreRate = Write(word.ScoreRate / 100m),
        Reviewer = word.Reviewer,
        OverrideTime = Timestamp.FromDateTimeOffset(word.Time),
    };

    /// <summary>Reads the words of an indicator as a plan would take them.</summary>
    public static IndicatorText ReadText(Violations violations, string path, V1.IndicatorText text) => new(
        FormText.Read(violations, $"{path}.name", text.Name, FormText.NameLimit),
        FormText.Read(violations, $"{path}.definition", text.Definition, FormText.CellLimit),
        FormText.Read(violations, $"{path}.target", text.Target, FormText.CellLimit),
        FormText.Read(violations, $"{path}.actual", text.Actual, FormText.CellLimit));

    /// <summary>Reads the outcome that a reviewer wants in effect.</summary>
    public static Outcome ReadOutcome(Violations violations, V1.Judgement.Types.Outcome outcome)
    {
        if (outcome == V1.Judgement.Types.Outcome.Unspecified)
        {
            violations.Add("outcome", ErrorCatalogue.FieldRequired);
        }
        else if (!System.Enum.IsDefined((Outcome)outcome))
        {
            violations.Add(
                "outcome",
                ErrorCatalogue.ValueNotAccepted,
                ("value", ((int)outcome).ToString(CultureInfo.InvariantCulture)),
                ("expected", "EXCEEDED, MET, NOT_MET, QUALITATIVE, NOT_REPORTED, EXEMPT"));
        }

        return (Outcome)outcome;
    }

    /// <summary>Reads a share of a weight, such as 92.5, into hundredths of a percent.</summary>
    public static int? ReadScoreRate(Violations violations, string rate)
    {
        if (rate.Length == 0)
        {
            return null;
        }

        if (rate.Length <= PercentDigits
            && char.IsAsciiDigit(rate[0])
            && char.IsAsciiDigit(rate[^1])
            && decimal.TryParse(rate, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent.Scale <= 2
            && percent * 100 <= HundredPercent)
        {
            return (int)(percent * 100);
        }

        violations.Add("score_rate", ErrorCatalogue.ValueNotAccepted, ("value", rate), ("expected", "a percentage from 0 to 100 with at most two decimals, such as 92.5"));
        return null;
    }

    private static V1.Reading Write(ValueReading reading) => new()
    {
        Kind = (V1.Reading.Types.Kind)reading.Kind,
        Value = Write(reading.Value),
        Upper = Write(reading.Upper),
        Bound = (V1.Reading.Types.Bound)reading.Bound,
        Unit = reading.Unit,
        StartDate = Write(reading.StartDate),
        EndDate = Write(reading.EndDate),
        SpanStart = reading.Span.Start,
        SpanEnd = reading.Span.End,
    };

    // All the digits there are, and no zeros behind them.
    private static string Write(decimal? number) => number?.ToString("0.############################", CultureInfo.InvariantCulture) ?? string.Empty;

    private static Date? Write(PartialDate? date) => date is { } day ? new Date { Year = day.Year, Month = day.Month, Day = day.Day } : null;
}
