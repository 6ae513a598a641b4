namespace Liwan.Documents.Pdf.Reading;

/// <summary>Puts ruling lines together that were drawn in pieces, side by side for neighbouring cells, or twice.</summary>
internal static class RuleMerging
{
    /// <summary>Lines this close together are one line.</summary>
    private const double Apart = 2;

    /// <summary>A gap up to this wide is no gap.</summary>
    private const double Gap = 2.5;

    /// <summary>Merges the lines of one direction.</summary>
    /// <returns>Lines in the order of their places; those in the same place have exactly the same.</returns>
    public static List<Rule> Merge(IEnumerable<Rule> rules)
    {
        List<Rule> byPlace = [.. rules.OrderBy(rule => rule.At)];
        var merged = new List<Rule>();
        for (int start = 0; start < byPlace.Count;)
        {
            int end = start + 1;
            while (end < byPlace.Count && byPlace[end].At - byPlace[start].At <= Apart)
            {
                end++;
            }

            MergeInPlace(byPlace.GetRange(start, end - start), merged);
            start = end;
        }

        return merged;
    }

    private static void MergeInPlace(List<Rule> rules, List<Rule> merged)
    {
        double length = rules.Sum(rule => rule.Length + 0.001);
        double at = rules.Sum(rule => rule.At * (rule.Length + 0.001)) / length;
        rules.Sort((a, b) => a.From.CompareTo(b.From));
        Rule current = rules[0] with { At = at };
        foreach (Rule rule in rules)
        {
            if (rule.From <= current.To + Gap)
            {
                current = current with { To = Math.Max(current.To, rule.To) };
            }
            else
            {
                merged.Add(current);
                current = rule with { At = at };
            }
        }

        merged.Add(current);
    }
}
