namespace Liwan.IndicatorReading;

/// <summary>How an indicator came out. The numbers are those of the contract.</summary>
public enum Outcome
{
    /// <summary>A number passes the one that was to be reached.</summary>
    Exceeded = 1,

    /// <summary>The target was reached, a cap was kept, a date was early or in time.</summary>
    Met = 2,

    /// <summary>The target was missed.</summary>
    NotMet = 3,

    /// <summary>A person must judge.</summary>
    Qualitative = 4,

    /// <summary>No actual was given, or a label in its place.</summary>
    NotReported = 5,

    /// <summary>There was nothing to reach, or it was not carried out for a reason.</summary>
    Exempt = 6,
}

/// <summary>Which side of a target is the good one. The numbers are those of the contract.</summary>
public enum Direction
{
    /// <summary>No number or date decided.</summary>
    None = 0,

    /// <summary>The target or more.</summary>
    Floor = 1,

    /// <summary>The target or less.</summary>
    Cap = 2,

    /// <summary>The target was written with =; more exceeds it.</summary>
    Equal = 3,

    /// <summary>Within an interval.</summary>
    Within = 4,

    /// <summary>By a date.</summary>
    Deadline = 5,

    /// <summary>Neither wording nor name tells: only a value that equals the target decides.</summary>
    Undecided = 6,
}

/// <summary>How a direction was found. The numbers are those of the contract.</summary>
public enum DirectionSource
{
    /// <summary>There is no direction.</summary>
    None = 0,

    /// <summary>By an operator such as ≥.</summary>
    Operator = 1,

    /// <summary>By wording such as 不低于.</summary>
    Wording = 2,

    /// <summary>By the indicator's name, such as 出错率.</summary>
    Name = 3,

    /// <summary>By nothing: a bare number is to be reached.</summary>
    Default = 4,
}

/// <summary>Why an outcome is what it is. The numbers are those of the contract.</summary>
public enum Grounds
{
    /// <summary>Two numbers were compared.</summary>
    NumbersCompared = 1,

    /// <summary>Two dates were compared.</summary>
    DatesCompared = 2,

    /// <summary>The actual repeats the target.</summary>
    TargetRepeated = 3,

    /// <summary>The actual says zero in words.</summary>
    ZeroStated = 4,

    /// <summary>The actual is blank, or a placeholder.</summary>
    ActualBlank = 5,

    /// <summary>The actual is the name of a measure, not a value.</summary>
    LabelForValue = 6,

    /// <summary>Target and actual are placeholders.</summary>
    NothingExpected = 7,

    /// <summary>The actual says why it was not carried out.</summary>
    ReasonGiven = 8,

    /// <summary>The actual says, and says no more than, that the target was missed.</summary>
    ShortfallStated = 9,

    /// <summary>The target is words, or there is none.</summary>
    TargetNotMeasurable = 10,

    /// <summary>The actual is words, or has no value that answers the target.</summary>
    ActualNotMeasurable = 11,

    /// <summary>The units cannot be compared, such as % and 件.</summary>
    UnitsDiffer = 12,

    /// <summary>Several values could be meant, and they do not agree.</summary>
    Ambiguous = 13,
}
