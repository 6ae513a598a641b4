namespace Liwan.IndicatorReading;

/// <summary>What a text was found to say. The numbers are those of the contract.</summary>
public enum ReadingKind
{
    /// <summary>Nothing was written.</summary>
    Blank = 1,

    /// <summary>A sign for nothing, such as — or /.</summary>
    Placeholder = 2,

    /// <summary>One number.</summary>
    Number = 3,

    /// <summary>An interval, both ends included.</summary>
    Interval = 4,

    /// <summary>A day, month or year.</summary>
    Date = 5,

    /// <summary>Zero in words, such as 没有发生安全事故.</summary>
    ZeroInWords = 6,

    /// <summary>Why it was not carried out.</summary>
    NotCarriedOut = 7,

    /// <summary>The name of a measure where its value belongs.</summary>
    Label = 8,

    /// <summary>Words that only a person can weigh.</summary>
    Words = 9,

    /// <summary>Several values, none of which is marked as the one that counts.</summary>
    Several = 10,
}

/// <summary>How a number is meant. The numbers are those of the contract.</summary>
public enum Bound
{
    /// <summary>Not a number.</summary>
    None = 0,

    /// <summary>The number itself.</summary>
    Exactly = 1,

    /// <summary>The number or more.</summary>
    AtLeast = 2,

    /// <summary>More than the number.</summary>
    MoreThan = 3,

    /// <summary>The number or less.</summary>
    AtMost = 4,

    /// <summary>Less than the number.</summary>
    LessThan = 5,

    /// <summary>Something near the number.</summary>
    About = 6,
}

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Where it begins, in code points from 0.</param>
/// <param name="End">The place after its last code point.</param>
public readonly record struct TextSpan(int Start, int End);

/// <summary>A day of a form; the year is 0 where none was written.</summary>
public readonly record struct PartialDate(int Year, int Month, int Day);

/// <summary>What a target or an actual says.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Span">Where; empty where it rests on no single place.</param>
public sealed record ValueReading(ReadingKind Kind, TextSpan Span)
{
    /// <summary>The number, 万, 亿 and 千 multiplied out, of a share the percentage; null where there is none.</summary>
    public decimal? Value { get; init; }

    /// <summary>The upper end of an interval, likewise.</summary>
    public decimal? Upper { get; init; }

    /// <summary>How the number is meant.</summary>
    public Bound Bound { get; init; }

    /// <summary>The unit without its multiplier, such as 人次 or %; empty for a bare number.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>The first day of a date.</summary>
    public PartialDate? StartDate { get; init; }

    /// <summary>The last day of a date.</summary>
    public PartialDate? EndDate { get; init; }
}
