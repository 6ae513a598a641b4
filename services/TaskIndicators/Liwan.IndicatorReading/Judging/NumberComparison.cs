namespace Liwan.IndicatorReading;

/// <summary>What comes of comparing a number with another.</summary>
internal enum Verdict
{
    /// <summary>It passes what was to be reached.</summary>
    Exceeded,

    /// <summary>It reaches it, or keeps the cap.</summary>
    Met,

    /// <summary>It misses it.</summary>
    NotMet,

    /// <summary>The words leave it open.</summary>
    Open,
}

/// <summary>Compares numbers in the unit of the target.</summary>
internal static class NumberComparison
{
    // What lies within it of the target is what somebody may have meant.
    private const decimal LeastPlausible = 0.1m;
    private const decimal MostPlausible = 10;
    private const decimal Hundred = 100;

    /// <summary>A value in the unit of the target, with the target as it is to be taken beside it.</summary>
    internal readonly record struct Pair(decimal Target, decimal Low, decimal? Upper);

    /// <summary>Compares one quantity with the target; where a bare number could be meant in two ways, both must agree or only one be plausible.</summary>
    public static (Verdict Verdict, decimal? Ratio) Compare(in Quantity target, Direction direction, bool isShareByName, in Quantity actual)
    {
        Span<Pair> pairs = stackalloc Pair[2];
        var count = Pairs(target, isShareByName, actual, pairs);
        var first = Verdict(target, direction, pairs[0], actual.Bound);
        var chosen = pairs[0];
        if (count == 2)
        {
            var second = Verdict(target, direction, pairs[1], actual.Bound);
            var (isFirst, isSecond) = (IsPlausible(pairs[0]), IsPlausible(pairs[1]));
            if (isFirst == isSecond && first != second)
            {
                return (IndicatorReading.Verdict.Open, null);
            }

            (first, chosen) = isSecond && !isFirst ? (second, pairs[1]) : (first, pairs[0]);
        }

        return (first, Ratio(chosen, actual));
    }

    /// <summary>The sum of what stands beside each other, for counts that may be parts of a whole.</summary>
    public static Verdict CompareSum(in Quantity target, Direction direction, List<Quantity> parts)
    {
        decimal sum = 0;
        foreach (var part in parts)
        {
            sum += Convert(part.Value, part.Unit, target.Unit);
        }

        return Verdict(target, direction, new Pair(target.Value, sum, null), Bound.Exactly);
    }

    /// <summary>The verdict of a date: whether it is in time.</summary>
    public static Verdict Compare(in FoundDate target, in FoundDate actual)
    {
        var (first, last) = (actual.First, actual.Last);
        if (target.Last.Year == 0 && last.Year != 0)
        {
            // Which year the target means is not written.
            return IndicatorReading.Verdict.Open;
        }

        if (target.Last.Year != 0 && last.Year == 0)
        {
            (first, last) = (first with { Year = target.Last.Year }, last with { Year = target.Last.Year });
        }

        if (first == target.First && last == target.Last)
        {
            return !target.IsBeforeLoosely || actual.IsBeforeLoosely ? IndicatorReading.Verdict.Met : IndicatorReading.Verdict.Open;
        }

        var due = target.IsBeforeLoosely ? target.First : target.Last;
        return Order(last).CompareTo(Order(due)) < (target.IsBeforeLoosely ? 0 : 1) ? IndicatorReading.Verdict.Met
            : Order(first) > Order(target.Last) ? IndicatorReading.Verdict.NotMet
            : IndicatorReading.Verdict.Open;
    }

    private static int Order(PartialDate date) => (((date.Year * 12) + date.Month) * 31) + date.Day;

    private static int Pairs(in Quantity target, bool isShareByName, in Quantity actual, Span<Pair> pairs)
    {
        if (target.Unit.IsNone)
        {
            // 1 or 0.95 as the target of a rate is 100% or 95%.
            var asShare = (actual.Unit.IsShare || isShareByName) && target.Value is > 0 and <= 1;
            var wanted = asShare ? target.Value * Hundred : target.Value;
            var factor = actual.Unit.IsShare ? actual.Unit.Factor : 1;
            pairs[0] = new Pair(wanted, actual.Value * factor, actual.Upper * factor);
            if (asShare && actual.Unit.IsNone)
            {
                pairs[0] = new Pair(target.Value, actual.Value, actual.Upper);
                pairs[1] = new Pair(wanted, actual.Value, actual.Upper);
                return 2;
            }

            return 1;
        }

        if (!actual.Unit.IsNone)
        {
            pairs[0] = new Pair(
                target.Value,
                Convert(actual.Value, actual.Unit, target.Unit),
                actual.Upper is { } upper ? Convert(upper, actual.Unit, target.Unit) : null);
            return 1;
        }

        // A bare number is in the unit of the target, 万 and all; or it is not.
        pairs[0] = new Pair(target.Value, actual.Value * target.Multiplier, actual.Upper * target.Multiplier);
        pairs[1] = new Pair(target.Value, actual.Value, actual.Upper);
        if (target.Multiplier != 1 && actual.Multiplier == 1)
        {
            return 2;
        }

        pairs[0] = pairs[1];
        pairs[1] = new Pair(target.Value, actual.Value * Hundred, actual.Upper * Hundred);
        return target.Unit.IsShare && actual.Value is > 0 and <= 1 ? 2 : 1;
    }

    // Multiplied before it is divided: 36 months are 3 years, not a little less.
    private static decimal Convert(decimal value, Unit from, Unit to) => from.Dimension == to.Dimension ? value * from.Factor / to.Factor : value;

    private static bool IsPlausible(Pair pair) =>
        pair.Target == 0 ? pair.Low == 0 : Math.Abs(pair.Low) >= Math.Abs(pair.Target) * LeastPlausible && Math.Abs(pair.Low) <= Math.Abs(pair.Target) * MostPlausible;

    private static decimal? Ratio(Pair pair, in Quantity actual) =>
        pair.Target > 0.000_001m && pair.Low >= 0 && pair.Upper is null && actual.Bound is Bound.Exactly or Bound.AtLeast or Bound.AtMost
            ? Math.Round(pair.Low / pair.Target, 4, MidpointRounding.AwayFromZero)
            : null;

    private static Verdict Verdict(in Quantity target, Direction direction, Pair pair, Bound bound) => direction switch
    {
        Direction.Floor or Direction.Equal => Floor(target, pair, bound),
        Direction.Cap => Cap(target, pair, bound),
        Direction.Within => Within(target, pair, bound),
        _ => bound == Bound.Exactly && pair.Upper is null && pair.Low == pair.Target
            || (bound == target.Bound && pair.Low == pair.Target) ? IndicatorReading.Verdict.Met : IndicatorReading.Verdict.Open,
    };

    private static Verdict Floor(in Quantity target, Pair pair, Bound bound)
    {
        var (least, most) = Ends(pair, bound);
        var isStrict = target.Bound == Bound.MoreThan;
        if (least > pair.Target)
        {
            return IndicatorReading.Verdict.Exceeded;
        }

        if (least == pair.Target)
        {
            // 超过90% and exactly 90%: officials write the one and mean the other.
            return !isStrict || bound == Bound.MoreThan ? IndicatorReading.Verdict.Met : IndicatorReading.Verdict.Open;
        }

        return most < pair.Target || (most == pair.Target && bound == Bound.LessThan) ? IndicatorReading.Verdict.NotMet : IndicatorReading.Verdict.Open;
    }

    private static Verdict Cap(in Quantity target, Pair pair, Bound bound)
    {
        var (least, most) = Ends(pair, bound);
        var isStrict = target.Bound == Bound.LessThan;
        if (most < pair.Target || (most == pair.Target && (!isStrict || bound == Bound.LessThan)))
        {
            return IndicatorReading.Verdict.Met;
        }

        return least > pair.Target || (least == pair.Target && bound == Bound.MoreThan) ? IndicatorReading.Verdict.NotMet : IndicatorReading.Verdict.Open;
    }

    // Between what the actual can lie: 约100 is something from 90 to 110.
    private static (decimal? Least, decimal? Most) Ends(Pair pair, Bound bound) => bound switch
    {
        Bound.AtMost or Bound.LessThan => (null, pair.Upper ?? pair.Low),
        Bound.AtLeast or Bound.MoreThan => (pair.Low, null),
        Bound.About => (pair.Low - (Math.Abs(pair.Low) / 10), pair.Low + (Math.Abs(pair.Low) / 10)),
        _ => (pair.Low, pair.Upper ?? pair.Low),
    };

    // What lies above an interval may be better or worse.
    private static Verdict Within(in Quantity target, Pair pair, Bound bound)
    {
        if (bound != Bound.Exactly)
        {
            return IndicatorReading.Verdict.Open;
        }

        var most = pair.Upper ?? pair.Low;
        return pair.Low >= target.Value && most <= target.Upper ? IndicatorReading.Verdict.Met
            : most < target.Value ? IndicatorReading.Verdict.NotMet
            : IndicatorReading.Verdict.Open;
    }
}
