namespace Liwan.Reports.Comparison;

/// <summary>Which rows of two forms are the same, whatever became of them meanwhile.</summary>
/// <param name="Pairs">The rows that both have, in the order of the newer form.</param>
/// <param name="Removed">The rows that only the older form has, in its order.</param>
/// <param name="Added">The rows that only the newer form has, in its order.</param>
internal sealed record Alignment(IReadOnlyList<(int Older, int Newer)> Pairs, IReadOnlyList<int> Removed, IReadOnlyList<int> Added)
{
    /// <summary>
    /// Finds rows again by what they have in common, the surest first; what is left and stands in the same place counts as
    /// the same row, written anew.
    /// </summary>
    public static Alignment Of(IReadOnlyList<FormRow> older, IReadOnlyList<FormRow> newer)
    {
        var newerOf = Enumerable.Repeat(-1, older.Count).ToArray();
        var olderOf = Enumerable.Repeat(-1, newer.Count).ToArray();
        var depth = older.Concat(newer).Select(row => row.Likeness.Count).DefaultIfEmpty(0).Max();
        for (var level = 0; level < depth; level++)
        {
            Match(level);
        }

        for (var i = 0; i < Math.Min(older.Count, newer.Count); i++)
        {
            if (newerOf[i] < 0 && olderOf[i] < 0)
            {
                (newerOf[i], olderOf[i]) = (i, i);
            }
        }

        return new Alignment(
            [.. Enumerable.Range(0, newer.Count).Where(j => olderOf[j] >= 0).Select(j => (olderOf[j], j))],
            [.. Enumerable.Range(0, older.Count).Where(i => newerOf[i] < 0)],
            [.. Enumerable.Range(0, newer.Count).Where(j => olderOf[j] < 0)]);

        // Rows that are alike are taken in their order: names repeat within a form.
        void Match(int level)
        {
            var waiting = Enumerable.Range(0, older.Count).Where(i => newerOf[i] < 0)
                .GroupBy(i => older[i].Likeness[level], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => new Queue<int>(group), StringComparer.Ordinal);
            for (var j = 0; j < newer.Count; j++)
            {
                if (olderOf[j] < 0 && newer[j].Likeness[level].Length > 0 && waiting.TryGetValue(newer[j].Likeness[level], out var alike) && alike.TryDequeue(out var i))
                {
                    (newerOf[i], olderOf[j]) = (j, i);
                }
            }
        }
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
