namespace Liwan.FormChanges;

/// <summary>Which rows of two forms are the same, whatever became of them meanwhile.</summary>
/// <param name="Pairs">The rows that both have, in the order of the newer form.</param>
/// <param name="Removed">The rows that only the older form has, in its order.</param>
/// <param name="Added">The rows that only the newer form has, in its order.</param>
public sealed record Alignment(IReadOnlyList<(int Older, int Newer)> Pairs, IReadOnlyList<int> Removed, IReadOnlyList<int> Added)
{
    /// <summary>Finds each row of the older form again in the newer one, as far as it is there; see <see cref="RowMatching"/>.</summary>
    /// <param name="older">The rows of the older form.</param>
    /// <param name="newer">The rows of the newer form.</param>
    /// <param name="rewritten">Whether a row that says nothing of what it said, but stands beside the same row, is the same one written anew.</param>
    public static Alignment Of(IReadOnlyList<FormRow> older, IReadOnlyList<FormRow> newer, bool rewritten = true)
    {
        var matching = new RowMatching(older, newer);
        matching.MatchUnchanged();
        matching.MatchMoved();
        matching.MatchAlike();
        if (rewritten)
        {
            matching.MatchRewritten();
        }

        return new Alignment(
            matching.Pairs,
            [.. Enumerable.Range(0, older.Count).Where(matching.IsOpenOlder)],
            [.. Enumerable.Range(0, newer.Count).Where(matching.IsOpenNewer)]);
    }

    /// <summary>The pairs that are not where they were among the others: those outside the longest stretch that kept its order.</summary>
    public IReadOnlySet<(int Older, int Newer)> Moved()
    {
        var length = new int[Pairs.Count];
        var before = new int[Pairs.Count];
        var last = -1;
        for (var i = 0; i < Pairs.Count; i++)
        {
            (length[i], before[i]) = (1, -1);
            for (var j = 0; j < i; j++)
            {
                if (Pairs[j].Older < Pairs[i].Older && length[j] + 1 > length[i])
                {
                    (length[i], before[i]) = (length[j] + 1, j);
                }
            }

            last = last < 0 || length[i] > length[last] ? i : last;
        }

        var moved = Pairs.ToHashSet();
        for (; last >= 0; last = before[last])
        {
            moved.Remove(Pairs[last]);
        }

        return moved;
    }
}
