using System.Globalization;
using Liwan.Documents.Forms;

namespace Liwan.Reports.Comparison;

/// <summary>What became of a field; the numbers are those of the contract.</summary>
internal enum ChangeKind
{
    Changed = 1,
    Added = 2,
    Removed = 3,
    Moved = 4,
}

/// <summary>One difference between two forms.</summary>
internal sealed record FormDifference(string Field, string Label, ChangeKind Kind, string Before, string After)
{
    private const int LongestText = 2000;

    public V1.FieldChange ToProto() => new()
    {
        Field = Field,
        Label = Label,
        Kind = (V1.FieldChange.Types.Kind)Kind,
        Before = Shorten(Before),
        After = Shorten(After),
    };

    /// <summary>A text as it is told, cut at 2,000 characters (Unicode code points).</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= LongestText || text.EnumerateRunes().Count() <= LongestText)
        {
            return text;
        }

        var end = text.EnumerateRunes().Take(LongestText - 1).Sum(rune => rune.Utf16SequenceLength);
        return $"{text[..end]}…";
    }
}

/// <summary>Compares two forms.</summary>
internal static class FormComparison
{
    /// <summary>Returns the differences in the order of the newer form, a removed row where it stood.</summary>
    public static IEnumerable<FormDifference> Compare(FormContent older, FormContent newer) => Compare(FormFields.Of(older), FormFields.Of(newer));

    private static IEnumerable<FormDifference> Compare(IReadOnlyList<FormPart> older, IReadOnlyList<FormPart> newer) =>
        older.Zip(newer).SelectMany(parts => Fields(parts.First, parts.Second).Concat(Rows(parts.First.Rows, parts.Second.Rows)));

    private static IEnumerable<FormDifference> Fields(FormPart older, FormPart newer) =>
        from fields in older.Fields.Zip(newer.Fields)
        let before = fields.First
        let after = fields.Second
        where before.Exact != after.Exact
        // Amounts that differ by less than what is printed are told to the fen.
        let alike = before.Value == after.Value
        select new FormDifference(after.Path, after.Label, ChangeKind.Changed, alike ? before.Exact : before.Value, alike ? after.Exact : after.Value);

    private static IEnumerable<FormDifference> Rows(IReadOnlyList<FormRow> older, IReadOnlyList<FormRow> newer)
    {
        var alignment = Alignment.Of(older, newer);
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

            foreach (var difference in Compare(older[i].Parts, newer[j].Parts))
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
