namespace Liwan.Cli.Commands.Filing;

/// <summary>Finds, for the items of a form file, which of the items already held they are.</summary>
internal static class ItemMatching
{
    /// <summary>Below this two items are not the same one.</summary>
    public const double Threshold = 0.5;

    /// <summary>What of a text is compared; enough to know it again, and 100 tasks of 20,000 characters stay quick.</summary>
    private const int ComparedLength = 400;

    /// <summary>
    /// Pairs items one to one, the most similar first and, of equally similar ones, those whose places differ least.
    /// </summary>
    /// <returns>For each new item the index of the held item that it is, or null for a new one.</returns>
    public static int?[] Match<T>(IReadOnlyList<T> held, IReadOnlyList<T> filed, Func<T, T, double> similarity)
    {
        var matches = new int?[filed.Count];
        var taken = new bool[held.Count];
        var pairs =
            from i in Enumerable.Range(0, filed.Count)
            from j in Enumerable.Range(0, held.Count)
            let score = similarity(held[j], filed[i])
            where score >= Threshold
            orderby score descending, Math.Abs(i - j), i, j
            select (Filed: i, Held: j);
        foreach (var pair in pairs)
        {
            if (matches[pair.Filed] is null && !taken[pair.Held])
            {
                matches[pair.Filed] = pair.Held;
                taken[pair.Held] = true;
            }
        }

        return matches;
    }

    /// <summary>
    /// The weighted likeness of some texts, 0 to 1. A text that is blank on both sides says nothing and does not count.
    /// </summary>
    public static double Likeness(params ReadOnlySpan<(string Held, string Filed, double Weight)> texts)
    {
        double sum = 0, weights = 0;
        foreach (var (held, filed, weight) in texts)
        {
            if (held.Length > 0 || filed.Length > 0)
            {
                sum += weight * Likeness(held, filed);
                weights += weight;
            }
        }

        return weights == 0 ? 1 : sum / weights;
    }

    /// <summary>The share of character pairs that two texts have in common (Dice), 0 to 1.</summary>
    private static double Likeness(string held, string filed)
    {
        if (held == filed)
        {
            return 1;
        }

        var (a, b) = (Pairs(held), Pairs(filed));
        var common = a.Sum(pair => Math.Min(pair.Value, b.GetValueOrDefault(pair.Key)));
        var all = a.Values.Sum() + b.Values.Sum();
        return all == 0 ? 0 : 2.0 * common / all;
    }

    private static Dictionary<(char, char), int> Pairs(string text)
    {
        var pairs = new Dictionary<(char, char), int>();
        for (var i = 1; i < Math.Min(text.Length, ComparedLength); i++)
        {
            var pair = (text[i - 1], text[i]);
            pairs[pair] = pairs.GetValueOrDefault(pair) + 1;
        }

        return pairs;
    }
}
