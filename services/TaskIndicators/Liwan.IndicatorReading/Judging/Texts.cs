using System.Globalization;

namespace Liwan.IndicatorReading;

/// <summary>The four texts of an indicator as the reader sees them, and judgements with their places in them.</summary>
internal sealed record Texts(NormalText Target, NormalText Actual, NormalText Name, string Definition)
{
    private const int LongestQuote = 40;

    /// <summary>Whether the actual says what the target says, blanks and widths aside.</summary>
    public bool IsRepeated => !Target.IsTooLong && Target.Text.SequenceEqual(Actual.Text);

    /// <summary>The definition, which few judgements ask for.</summary>
    public NormalText ReadDefinition() => NormalText.Of(Definition);

    /// <summary>A text as a sentence may quote it.</summary>
    public static string Quote(NormalText text)
    {
        var quoted = text.Text.Length <= LongestQuote ? new string(text.Text) : $"{text.Text[..LongestQuote]}…";
        return quoted.Replace('“', '‘').Replace('”', '’');
    }

    public Judgement Judged(
        Outcome outcome,
        Grounds grounds,
        Target target,
        ReadingKind actual,
        string reason,
        Direction direction = Direction.None,
        DirectionSource source = DirectionSource.None,
        Quantity? value = null,
        decimal? ratio = null,
        DateList dates = default) => new(
        outcome,
        grounds,
        TargetReading(target),
        value is { } quantity ? Reading(Actual, actual, quantity)
            : actual == ReadingKind.Date && dates.Count == 1 ? Reading(Actual, dates[0])
            : Plain(Actual, actual),
        direction,
        direction == Direction.Deadline && source == DirectionSource.None ? DirectionSource.Wording : source,
        ratio,
        reason);

    private ValueReading TargetReading(Target target) => target.Kind switch
    {
        ReadingKind.Number or ReadingKind.Interval => Reading(Target, target.Kind, target.Number),
        ReadingKind.Date => Reading(Target, target.Date),
        _ => Plain(Target, target.Kind),
    };

    private static ValueReading Plain(NormalText text, ReadingKind kind) =>
        new(kind, text.Span(0, text.Length)) { Value = kind == ReadingKind.ZeroInWords ? 0 : null };

    private static ValueReading Reading(NormalText text, ReadingKind kind, in Quantity quantity)
    {
        var isShare = quantity.Unit.IsShare;
        return new ValueReading(kind, text.Span(quantity.Start, quantity.End))
        {
            Value = isShare ? quantity.Value * quantity.Unit.Factor : quantity.Value,
            Upper = isShare ? quantity.Upper * quantity.Unit.Factor : quantity.Upper,
            Bound = quantity.Bound,
            Unit = isShare ? Unit.Percent.Text : quantity.Unit.Text,
        };
    }

    private static ValueReading Reading(NormalText text, in FoundDate date) =>
        new(ReadingKind.Date, text.Span(date.Start, date.End)) { StartDate = date.First, EndDate = date.Last };
}

/// <summary>Amounts as a sentence says them.</summary>
internal static class Amounts
{
    private static readonly NumberFormatInfo Plain = CultureInfo.InvariantCulture.NumberFormat;

    public static string Write(in Quantity quantity)
    {
        var bound = quantity.Bound switch
        {
            Bound.AtLeast => "不低于 ",
            Bound.MoreThan => "超过 ",
            Bound.AtMost => "不超过 ",
            Bound.LessThan => "低于 ",
            Bound.About => "约 ",
            _ => string.Empty,
        };
        var upper = quantity.Upper is { } high ? $" 至 {Number(high)}" : string.Empty;
        var unit = quantity.Unit.IsNone ? string.Empty : quantity.Unit.Text is "%" or "‰" ? quantity.Unit.Text : $" {quantity.Unit.Text}";
        return $"{bound}{Number(quantity.Value)}{upper}{unit}";
    }

    // 1200000 is 120万: as large as a reader can take in.
    private static string Number(decimal value) => Math.Abs(value) switch
    {
        >= 100_000_000 when value % 10_000 == 0 => $"{(value / 100_000_000).ToString("0.############", Plain)}亿",
        >= 10_000 when value % 1 == 0 => $"{(value / 10_000).ToString("0.####", Plain)}万",
        _ => value.ToString("0.############################", Plain),
    };
}
