namespace Liwan.Documents.Pdf.Reading;

/// <summary>Lines that hang together by their crossings, such as those of one table on one page.</summary>
/// <param name="Across">The lines across, trimmed to the lines down that they end at.</param>
/// <param name="Down">The lines down, likewise.</param>
/// <param name="Inferred">The edges of the table that were not drawn.</param>
internal sealed record RuleNet(List<Rule> Across, List<Rule> Down, MissingEdges Inferred);

/// <summary>The edges of a table that were not drawn.</summary>
[Flags]
internal enum MissingEdges
{
    None = 0,
    Left = 1,
    Right = 2,
    Top = 4,
    Bottom = 8,
}

/// <summary>Divides the lines of a page into nets.</summary>
internal sealed class RuleNets(ReadBudget budget)
{
    /// <summary>Lines that miss each other by up to this much still cross.</summary>
    private const double Touch = 3;

    /// <summary>Lines sticking out this far want an edge to end at.</summary>
    private const double Overhang = 8;

    /// <summary>Comparisons of lines across with lines down; a real table takes a few thousand.</summary>
    private const long MaxComparisons = 50_000_000;

    private long _comparisons;

    public List<RuleNet> Find(List<Rule> rules)
    {
        List<Rule> across = RuleMerging.Merge(rules.Where(rule => rule.IsHorizontal));
        List<Rule> down = RuleMerging.Merge(rules.Where(rule => !rule.IsHorizontal));
        int[] parents = [.. Enumerable.Range(0, across.Count + down.Count)];
        foreach ((int h, int v) in Crossings(across, down))
        {
            parents[Root(parents, h)] = Root(parents, across.Count + v);
        }

        var groups = new Dictionary<int, (List<Rule> Across, List<Rule> Down)>();
        for (int i = 0; i < parents.Length; i++)
        {
            int root = Root(parents, i);
            if (!groups.TryGetValue(root, out (List<Rule> Across, List<Rule> Down) group))
            {
                groups.Add(root, group = ([], []));
            }

            (i < across.Count ? group.Across : group.Down).Add(i < across.Count ? across[i] : down[i - across.Count]);
        }

        return [.. groups.Values.Where(group => group.Across.Count > 0 && group.Down.Count > 0).Select(Close).OfType<RuleNet>()];
    }

    private IEnumerable<(int Across, int Down)> Crossings(List<Rule> across, List<Rule> down)
    {
        double[] places = [.. down.Select(rule => rule.At)];
        for (int h = 0; h < across.Count; h++)
        {
            int v = Array.BinarySearch(places, across[h].From - Touch);
            v = v < 0 ? ~v : v;
            while (v > 0 && places[v - 1] >= across[h].From - Touch)
            {
                v--;
            }

            for (; v < down.Count && down[v].At <= across[h].To + Touch; v++)
            {
                Compare();
                if (down[v].From - Touch <= across[h].At && across[h].At <= down[v].To + Touch)
                {
                    yield return (h, v);
                }
            }
        }
    }

    private void Compare()
    {
        if (++_comparisons % 65_536 == 0)
        {
            budget.Check();
        }

        if (_comparisons > MaxComparisons)
        {
            throw budget.Refuse("PDF 的线条纵横交错过多，不像一张表格，不予读取。");
        }
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
        {
            parents[i] = parents[parents[i]];
            i = parents[i];
        }

        return i;
    }

    private RuleNet? Close((List<Rule> Across, List<Rule> Down) group)
    {
        MissingEdges missing = AddEdges(group.Across, group.Down, isHorizontal: false, MissingEdges.Left, MissingEdges.Right)
            | AddEdges(group.Down, group.Across, isHorizontal: true, MissingEdges.Bottom, MissingEdges.Top);
        List<Rule> down = [.. group.Down.OrderBy(rule => rule.At)];
        List<Rule> across = [.. group.Across.OrderBy(rule => rule.At)];
        List<Rule> trimmedAcross = Trim(across, down);
        List<Rule> trimmedDown = Trim(down, trimmedAcross);
        return trimmedAcross.Count < 2 || trimmedDown.Count < 2 ? null : new RuleNet(trimmedAcross, trimmedDown, missing);
    }

    /// <summary>Adds edges where most lines stick out beyond the outermost of those that cross them.</summary>
    private static MissingEdges AddEdges(List<Rule> lines, List<Rule> crossing, bool isHorizontal, MissingEdges low, MissingEdges high)
    {
        double first = crossing.Min(rule => rule.At);
        double last = crossing.Max(rule => rule.At);
        double from = crossing.Min(rule => rule.From);
        double to = crossing.Max(rule => rule.To);
        MissingEdges missing = MissingEdges.None;
        from = Math.Min(from, lines.Min(rule => rule.At));
        to = Math.Max(to, lines.Max(rule => rule.At));
        double start = lines.Min(rule => rule.From);
        double end = lines.Max(rule => rule.To);
        if (lines.Count(rule => rule.From < first - Overhang) is var below && below > 1 && below * 2 >= lines.Count(rule => rule.From < first + Overhang))
        {
            crossing.Add(new Rule(isHorizontal, start, from, to));
            missing |= low;
        }

        if (lines.Count(rule => rule.To > last + Overhang) is var above && above > 1 && above * 2 >= lines.Count(rule => rule.To > last - Overhang))
        {
            crossing.Add(new Rule(isHorizontal, end, from, to));
            missing |= high;
        }

        return missing;
    }

    /// <summary>Cuts lines off behind the last line they cross, and drops those that bound nothing, such as those under words.</summary>
    private List<Rule> Trim(List<Rule> lines, List<Rule> crossing)
    {
        double[] places = [.. crossing.Select(rule => rule.At)];
        var trimmed = new List<Rule>();
        foreach (Rule line in lines)
        {
            double from = double.PositiveInfinity;
            double to = double.NegativeInfinity;
            int i = Array.BinarySearch(places, line.From - Touch);
            for (i = i < 0 ? ~i : i; i < crossing.Count && places[i] <= line.To + Touch; i++)
            {
                Compare();
                if (crossing[i].From - Touch <= line.At && line.At <= crossing[i].To + Touch)
                {
                    from = Math.Min(from, places[i]);
                    to = places[i];
                }
            }

            if (from <= to)
            {
                // Lines that reach the net's edge stay whole, though a page break may have left nothing there to end at.
                from = line.From <= places[0] + Touch ? places[0] : from;
                to = line.To >= places[^1] - Touch ? places[^1] : to;
            }

            if (to > from)
            {
                trimmed.Add(line with { From = from, To = to });
            }
        }

        return trimmed;
    }
}
