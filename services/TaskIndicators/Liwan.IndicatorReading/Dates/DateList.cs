namespace Liwan.IndicatorReading;

/// <summary>A day, month, quarter or year of a text.</summary>
internal readonly record struct FoundDate
{
    /// <summary>Where it begins in the normal text.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends, with 前 or 底 if that follows.</summary>
    public required int End { get; init; }

    /// <summary>Its first day.</summary>
    public required PartialDate First { get; init; }

    /// <summary>Its last day.</summary>
    public required PartialDate Last { get; init; }

    /// <summary>Whether 前 follows a month or year without 底: before it, or by its end?</summary>
    public bool IsBeforeLoosely { get; init; }
}

/// <summary>The dates of a text, in their order.</summary>
internal readonly struct DateList
{
    private readonly List<FoundDate>? _dates;

    private DateList(List<FoundDate>? dates) => _dates = dates;

    public int Count => _dates?.Count ?? 0;

    public FoundDate this[int i] => _dates![i];

    /// <summary>Finds the dates of a text.</summary>
    public static DateList Of(NormalText text)
    {
        List<FoundDate>? dates = null;
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                i++;
                continue;
            }

            if (DateReader.TryRead(text, i, out var date))
            {
                if (dates is { Count: QuantityScanner.Most })
                {
                    break;
                }

                (dates ??= []).Add(date);
                i = date.End;
                continue;
            }

            while (char.IsAsciiDigit(text[i]))
            {
                i++;
            }
        }

        return new DateList(dates);
    }

    /// <summary>Whether a date begins at a place, and where it ends.</summary>
    public bool TryEndOf(int start, out int end)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_dates![i].Start == start)
            {
                end = _dates[i].End;
                return true;
            }
        }

        end = start;
        return false;
    }
}
