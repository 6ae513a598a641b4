namespace Liwan.TaskIndicators.Scoring;

/// <summary>How the points of an indicator follow from its numbers.</summary>
internal enum Formula
{
    /// <summary>Actual by target, at most all (正向指标).</summary>
    Ratio,

    /// <summary>Target by actual, at most all (反向指标).</summary>
    InverseRatio,

    /// <summary>All, less the share by which the actual is off the target, at least nothing.</summary>
    Closeness,

    /// <summary>All for a target that was reached, nothing for one that was not.</summary>
    AllOrNothing,
}

/// <summary>How a plan is scored. Rates are percentages of an indicator's weight.</summary>
internal sealed record RuleSet
{
    /// <summary>The last part of its resource name.</summary>
    public string Id { get; init; } = string.Empty;

    public required string DisplayName { get; init; }

    public required string Description { get; init; }

    /// <summary>What shares the 100 points, in the order of the score sheet.</summary>
    public required IReadOnlyList<ScorePart> Parts { get; init; }

    public required Formulas Formulas { get; init; }

    /// <summary>What is lost where a target was set far too low; null where more is never less.</summary>
    public Overachievement? Overachievement { get; init; }

    /// <summary>For indicators that are judged in words, the best first.</summary>
    public required IReadOnlyList<Band> Bands { get; init; }

    /// <summary>The best first; the last one begins at 0.</summary>
    public required IReadOnlyList<Grade> Grades { get; init; }

    public string Name => $"ruleSets/{Id}";

    /// <summary>The part that indicators of a level count for; null if there is none.</summary>
    public ScorePart? PartOf(string level) => Parts.FirstOrDefault(part => part.Takes(level));
}

/// <summary>A part of the score.</summary>
/// <param name="Level">What its indicators carry; null for the part that the rate of execution earns.</param>
/// <param name="DisplayName">What forms call it.</param>
/// <param name="Weight">Its points.</param>
/// <param name="Sublevels">What indicators may carry instead, after the level and a slash.</param>
internal sealed record ScorePart(string? Level, string DisplayName, decimal Weight, IReadOnlyList<string>? Sublevels)
{
    /// <summary>The levels below, whole.</summary>
    public IEnumerable<string> Levels => (Sublevels ?? []).Select(sublevel => $"{Level}/{sublevel}");

    public bool Takes(string level) => Level is not null && (level == Level || Levels.Contains(level, StringComparer.Ordinal));
}

/// <summary>The formula of each direction of a target.</summary>
internal sealed record Formulas(Formula Floor, Formula Cap, Formula Equal, Formula Other);

/// <summary>What an indicator loses whose actual is far beyond its target and whose filer gives no reason.</summary>
/// <param name="BeyondRatio">The ratio of actual to target up to which nothing is lost.</param>
/// <param name="LossPerExcess">How many percent are lost for each percent beyond.</param>
/// <param name="LeastRate">What it earns at least.</param>
internal sealed record Overachievement(decimal BeyondRatio, decimal LossPerExcess, decimal LeastRate);

/// <summary>A band for words. Where both rates are the same, the words decide.</summary>
internal sealed record Band(IReadOnlyList<string> Words, decimal LeastRate, decimal MostRate);

/// <summary>A grade and the least score that earns it.</summary>
internal sealed record Grade(string DisplayName, decimal LeastScore);
