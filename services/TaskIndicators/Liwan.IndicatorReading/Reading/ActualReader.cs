using System.Buffers;

namespace Liwan.IndicatorReading;

/// <summary>What an actual says in answer to a number.</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Candidates">The numbers that may be the answer; one where it is certain.</param>
/// <param name="UnitsDiffer">Whether there are values, and none whose unit can be compared.</param>
internal readonly record struct Answer(ReadingKind Kind, List<Quantity> Candidates, bool UnitsDiffer);

/// <summary>Finds in 指标完成情况 what answers the target.</summary>
internal static class ActualReader
{
    private const int LabelReach = 16;
    private const int LabelLength = 3;

    private static readonly SearchValues<string> RiseNames = Phrases.Words(["增长", "增幅", "提高", "上升", "提升", "增加"]);
    private static readonly SearchValues<string> FallNames = Phrases.Words(["下降", "降低", "减少", "节约", "降幅", "压减", "节省"]);

    public static Answer ReadNumber(NormalText text, in Quantity target, bool isShareByName, NormalText name)
    {
        if (text.IsTooLong)
        {
            return new Answer(ReadingKind.Words, [], false);
        }

        var found = new List<Quantity>();
        var scanner = new QuantityScanner(text, DateList.Of(text), target.Unit);
        if (!scanner.Scan(found) || scanner.HasUnreadable)
        {
            return new Answer(ReadingKind.Several, [], false);
        }

        var role = target.Role is QuantityRole.Rise or QuantityRole.Fall ? target.Role
            : name.Text.ContainsAny(RiseNames) ? QuantityRole.Rise
            : name.Text.ContainsAny(FallNames) ? QuantityRole.Fall
            : QuantityRole.Value;
        found.RemoveAll(quantity => quantity.Role != QuantityRole.Value && quantity.Role != role);
        if (found.Count == 0)
        {
            return new Answer(WithoutNumber(text), [], false);
        }

        var candidates = Comparable(found, target, isShareByName);
        if (candidates.Count == 0)
        {
            return new Answer(ReadingKind.Several, found, true);
        }

        if (candidates.Count > 1)
        {
            candidates = Marked(text, candidates, name);
        }

        return new Answer(
            candidates.Count > 1 ? ReadingKind.Several : candidates[0].Upper is null ? ReadingKind.Number : ReadingKind.Interval, candidates, false);
    }

    /// <summary>What a text says that has no value in answer.</summary>
    public static ReadingKind WithoutNumber(NormalText text) =>
        Phrases.GivesReason(text) || Phrases.SaysNotApplicable(text) ? ReadingKind.NotCarriedOut
        : Phrases.SaysNone(text) || Phrases.StatesNoHarm(text) ? ReadingKind.ZeroInWords
        : Phrases.IsLabel(text) ? ReadingKind.Label
        : ReadingKind.Words;

    // The surest kind of numbers that there are.
    private static List<Quantity> Comparable(List<Quantity> found, in Quantity target, bool isShareByName)
    {
        var (unit, value) = (target.Unit, target.Value);
        var outside = found.FindAll(quantity => !quantity.IsAside);
        foreach (var group in outside.Count > 0 ? [outside, found] : (ReadOnlySpan<List<Quantity>>)[found])
        {
            var united = group.FindAll(quantity => !quantity.Unit.IsNone);
            var bare = group.FindAll(quantity => quantity.Unit.IsNone);
            if (unit.IsNone)
            {
                var shares = united.FindAll(quantity => quantity.Unit.IsShare);
                var counts = united.FindAll(quantity => !quantity.Unit.IsShare && !quantity.Unit.IsPoints);
                // A name such as 完成率 wants a percentage; any other may have one beside its value.
                var wanted = isShareByName ? shares : counts.Count > 0 ? counts : shares;
                if (wanted.Count > 0)
                {
                    return wanted;
                }
            }
            else
            {
                var same = united.FindAll(quantity => quantity.Unit.RelationTo(unit) == UnitRelation.Same);
                if (same.Count > 0)
                {
                    return same;
                }

                var akin = united.FindAll(quantity => quantity.Unit.RelationTo(unit) == UnitRelation.Akin);
                if (akin.Count > 0)
                {
                    return akin;
                }

                // 500元 answers 500元/人; any other amount may be meant for all.
                if (united.FindAll(quantity => quantity.Unit.HasBaseOf(unit)) is [var loose] && loose is { Bound: Bound.Exactly, Upper: null } && loose.Value == value)
                {
                    return [loose];
                }
            }

            // A bare number answers where it stands alone.
            if (bare.Count == 1 && united.Count == 0)
            {
                return bare;
            }
        }

        return [];
    }

    // Of several the one that is said to be the whole, or that stands behind the indicator's name.
    private static List<Quantity> Marked(NormalText text, List<Quantity> candidates, NormalText name)
    {
        if (candidates.FindAll(quantity => quantity.IsTotal) is [var total])
        {
            return [total];
        }

        var named = new List<Quantity>();
        for (var i = 0; i < candidates.Count; i++)
        {
            var from = Math.Max(i == 0 ? 0 : candidates[i - 1].End, candidates[i].Start - LabelReach);
            if (from < candidates[i].Start && SharesWords(text.Text[from..candidates[i].Start], name.Text))
            {
                named.Add(candidates[i]);
            }
        }

        return named.Count == 1 ? named : candidates;
    }

    private static bool SharesWords(ReadOnlySpan<char> label, ReadOnlySpan<char> name)
    {
        for (var i = 0; i + LabelLength <= label.Length; i++)
        {
            if (name.IndexOf(label.Slice(i, LabelLength), StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
