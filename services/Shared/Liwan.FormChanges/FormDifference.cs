using System.Globalization;

namespace Liwan.FormChanges;

/// <summary>What became of a field; the numbers are those of the contracts.</summary>
public enum ChangeKind
{
    /// <summary>Both have it, with different values.</summary>
    Changed = 1,

    /// <summary>Only the newer one has it.</summary>
    Added = 2,

    /// <summary>Only the older one has it.</summary>
    Removed = 3,

    /// <summary>A row that both have stands elsewhere among the others.</summary>
    Moved = 4,
}

/// <summary>One difference between two forms.</summary>
/// <param name="Field">The field path in the newer form, in the older one where it was removed.</param>
/// <param name="Label">What the form calls it.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="Before">The older value as it prints; empty where there was none.</param>
/// <param name="After">The newer value likewise.</param>
public sealed record FormDifference(string Field, string Label, ChangeKind Kind, string Before, string After)
{
    private const int LongestText = 2000;

    /// <summary>A text as it is told, cut at 2,000 characters (Unicode code points).</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= LongestText || text.EnumerateRunes().Count() <= LongestText)
        {
            return text;
        }

        var end = text.EnumerateRunes().Take(LongestText - 1).Sum(rune => rune.Utf16SequenceLength);
        return $"{text[..end]}…";
    }
}

/// <summary>Compares two forms, part by part.</summary>
public static class PartComparison
{
    /// <summary>Returns the differences in the order of the newer form, a removed row where it stood. Both have the same parts.</summary>
    /// <param name="older">The parts of the older form.</param>
    /// <param name="newer">The parts of the newer form.</param>
    /// <param name="rewritten">As <see cref="Alignment.Of"/> has it.</param>
    public static IEnumerable<FormDifference> Compare(IReadOnlyList<FormPart> older, IReadOnlyList<FormPart> newer, bool rewritten = true) =>
        older.Zip(newer).SelectMany(parts => Fields(parts.First, parts.Second).Concat(Rows(parts.First.Rows, parts.Second.Rows, rewritten)));

    private static IEnumerable<FormDifference> Fields(FormPart older, FormPart newer) =>
        from fields in older.Fields.Zip(newer.Fields)
        let before = fields.First
        let after = fields.Second
        where before.Exact != after.Exact
        // Amounts that differ by less than what is printed are told to the fen.
        let alike = before.Value == after.Value
        select new FormDifference(after.Path, after.Label, ChangeKind.Changed, alike ? before.Exact : before.Value, alike ? after.Exact : after.Value);

    private static IEnumerable<FormDifference> Rows(IReadOnlyList<FormRow> older, IReadOnlyList<FormRow> newer, bool rewritten)
    {
        var alignment = Alignment.Of(older, newer, rewritten);
        var moved = alignment.Moved();
        var olderOf = alignment.Pairs.ToDictionary(pair => pair.Newer, pair => pair.Older);
        var removed = new Queue<int>(alignment.Removed);
        for (var j = 0; j < newer.Count; j++)
        {
            if (!olderOf.TryGetValue(j, out var i))
            {
                yield return new FormDifference(newer[j].Path, newer[j].Label, ChangeKind.Added, string.Empty, newer[j].Summary);
                continue;
            }

            while (removed.TryPeek(out var gone) && gone < i)
            {
                yield return Removed(older[removed.Dequeue()]);
            }

            if (moved.Contains((i, j)))
            {
                yield return new FormDifference(newer[j].Path, newer[j].Label, ChangeKind.Moved, Place(i), Place(j));
            }

            foreach (var difference in Compare(older[i].Parts, newer[j].Parts, rewritten))
            {
                yield return difference;
            }
        }

        foreach (var gone in removed)
        {
            yield return Removed(older[gone]);
        }
    }

    private static FormDifference Removed(FormRow row) => new(row.Path, row.Label, ChangeKind.Removed, row.Summary, string.Empty);

    private static string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"第 {index + 1} 行");
}
