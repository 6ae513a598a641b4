namespace Liwan.IndicatorReading;

/// <summary>What a number in a text stands for.</summary>
internal enum QuantityRole
{
    /// <summary>A value.</summary>
    Value,

    /// <summary>What was planned or expected, not what came of it: 原计划6次.</summary>
    Planned,

    /// <summary>By how much something rose: 增长5%.</summary>
    Rise,

    /// <summary>By how much something fell: 下降5%.</summary>
    Fall,

    /// <summary>Something that did not happen: 没有发生3起事故.</summary>
    Denied,
}

/// <summary>A number of a text with its unit and what is said of it.</summary>
internal readonly record struct Quantity
{
    /// <summary>Where it begins with its operator, in the normal text.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends with its unit and what follows it.</summary>
    public required int End { get; init; }

    /// <summary>The number, its multiplier multiplied out.</summary>
    public required decimal Value { get; init; }

    /// <summary>The upper end of an interval.</summary>
    public decimal? Upper { get; init; }

    /// <summary>What 万, 亿 or 千 multiplied it by.</summary>
    public decimal Multiplier { get; init; }

    public required Unit Unit { get; init; }

    public required Bound Bound { get; init; }

    /// <summary>Whether an operator such as ≥ or = was written.</summary>
    public bool HasOperator { get; init; }

    public QuantityRole Role { get; init; }

    /// <summary>Whether it stands in parentheses.</summary>
    public bool IsAside { get; init; }

    /// <summary>Whether it is said to be the whole: 共, 合计, 累计.</summary>
    public bool IsTotal { get; init; }
}
