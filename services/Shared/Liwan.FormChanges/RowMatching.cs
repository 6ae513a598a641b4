namespace Liwan.FormChanges;

/// <summary>
/// Pairs the rows of two forms, the surest first: names repeat within a form, and a row that is put in shifts all after it,
/// so neither a name nor a place says which row is which.
/// </summary>
internal sealed class RowMatching(IReadOnlyList<FormRow> older, IReadOnlyList<FormRow> newer)
{
    // Below it a target or an amount that many rows share would make one of two that have nothing to do with each other.
    private const int LeastLikeness = 3;

    private readonly int[] _newerOf = [.. Enumerable.Repeat(-1, older.Count)];
    private readonly int[] _olderOf = [.. Enumerable.Repeat(-1, newer.Count)];

    /// <summary>The pairs so far, in the order of the newer form.</summary>
    public IReadOnlyList<(int Older, int Newer)> Pairs => [.. Enumerable.Range(0, newer.Count).Where(j => !IsOpenNewer(j)).Select(j => (_olderOf[j], j))];

    public bool IsOpenOlder(int i) => _newerOf[i] < 0;

    public bool IsOpenNewer(int j) => _olderOf[j] < 0;

    /// <summary>Pairs what holds the same and kept its order: the longest common subsequence.</summary>
    public void MatchUnchanged()
    {
        var longest = new int[older.Count + 1, newer.Count + 1];
        for (var i = older.Count - 1; i >= 0; i--)
        {
            for (var j = newer.Count - 1; j >= 0; j--)
            {
                longest[i, j] = older[i].Content == newer[j].Content
                    ? longest[i + 1, j + 1] + 1
                    : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < older.Count && j < newer.Count;)
        {
            if (older[i].Content == newer[j].Content)
            {
                Pair(i++, j++);
            }
            else if (longest[i + 1, j] >= longest[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    /// <summary>Pairs what holds the same elsewhere; rows that are equal are taken in their order.</summary>
    public void MatchMoved()
    {
        var waiting = OpenOlder().GroupBy(i => older[i].Content, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Queue<int>(group), StringComparer.Ordinal);
        foreach (var j in OpenNewer())
        {
            if (waiting.TryGetValue(newer[j].Content, out var equal) && equal.TryDequeue(out var i))
            {
                Pair(i, j);
            }
        }
    }

    /// <summary>Pairs what has most in common, and of equals what stands nearest to its old place among the pairs so far.</summary>
    public void MatchAlike()
    {
        var candidates =
            from i in OpenOlder()
            let traits = older[i].Traits.ToLookup(trait => trait.Text, trait => trait.Weight, StringComparer.Ordinal)
            let before = PairedBefore(_newerOf, i)
            from j in OpenNewer()
            let likeness = Likeness(traits, newer[j])
            where likeness >= LeastLikeness
            orderby likeness descending, Math.Abs(before - PairedBefore(_olderOf, j)), Math.Abs(i - j), i + j
            select (i, j);
        foreach (var (i, j) in candidates.ToList())
        {
            if (IsOpenOlder(i) && IsOpenNewer(j))
            {
                Pair(i, j);
            }
        }
    }

    /// <summary>Pairs what follows the same row as before, or else what the same row follows: a row that was written anew.</summary>
    public void MatchRewritten()
    {
        // The ends of a form are neighbours as well: -1 is the pair before the first row and after the last one.
        MatchBeside(i => NextPaired(_newerOf, i, -1), j => NextPaired(_olderOf, j, -1));
        MatchBeside(i => NextPaired(_newerOf, i, 1), j => NextPaired(_olderOf, j, 1));
    }

    private void MatchBeside(Func<int, int> neighbourOfOlder, Func<int, int> neighbourOfNewer)
    {
        var waiting = OpenOlder()
            .GroupBy(i => neighbourOfOlder(i) is var neighbour && neighbour < 0 ? -1 : _newerOf[neighbour])
            .ToDictionary(beside => beside.Key, beside => new Queue<int>(beside));
        var matches = OpenNewer().Select(j => waiting.TryGetValue(neighbourOfNewer(j), out var beside) && beside.TryDequeue(out var i) ? (i, j) : (-1, j)).ToList();
        foreach (var (i, j) in matches.Where(match => match.Item1 >= 0))
        {
            Pair(i, j);
        }
    }

    private static int NextPaired(int[] partners, int row, int step)
    {
        var at = row + step;
        while (at >= 0 && at < partners.Length && partners[at] < 0)
        {
            at += step;
        }

        return at < partners.Length ? at : -1;
    }

    private static int PairedBefore(int[] partners, int row) => partners.Take(row).Count(partner => partner >= 0);

    // A trait that a row has twice counts as often as the other has it.
    private static int Likeness(ILookup<string, int> traits, FormRow row) => row.Traits
        .GroupBy(trait => trait.Text, StringComparer.Ordinal)
        .Sum(same => traits[same.Key].Take(same.Count()).Sum());

    private IReadOnlyList<int> OpenOlder() => [.. Enumerable.Range(0, older.Count).Where(IsOpenOlder)];

    private IReadOnlyList<int> OpenNewer() => [.. Enumerable.Range(0, newer.Count).Where(IsOpenNewer)];

    private void Pair(int i, int j) => (_newerOf[i], _olderOf[j]) = (j, i);
}
