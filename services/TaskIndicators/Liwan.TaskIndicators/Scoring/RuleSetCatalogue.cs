using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Liwan.TaskIndicators.Scoring;

/// <summary>The rule sets of the installation, each a JSON file in the folder <c>RuleSets</c>; its name is its id.</summary>
internal sealed class RuleSetCatalogue
{
    private const string Prefix = "RuleSets.";
    private const string Suffix = ".json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false) },
    };

    private readonly SortedDictionary<string, RuleSet> _byName = new(StringComparer.Ordinal);

    public RuleSetCatalogue()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var reader = new StreamReader(stream);
            var ruleSet = Read(resource[Prefix.Length..^Suffix.Length], reader.ReadToEnd());
            _byName.Add(ruleSet.Name, ruleSet);
        }
    }

    /// <summary>All, by name.</summary>
    public IReadOnlyCollection<RuleSet> All => _byName.Values;

    /// <summary>The one of a resource name; null if there is none.</summary>
    public RuleSet? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a rule set.</summary>
    /// <exception cref="InvalidDataException">It is not one, with everything that is wrong.</exception>
    public static RuleSet Read(string id, string json)
    {
        RuleSet ruleSet;
        try
        {
            ruleSet = JsonSerializer.Deserialize<RuleSet>(json, Json) is { } read ? read with { Id = id } : throw new InvalidDataException($"Rule set {id} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Rule set {id}: {e.Message}", e);
        }

        var faults = FaultsOf(ruleSet).ToList();
        return faults.Count == 0 ? ruleSet : throw new InvalidDataException($"Rule set {id}: {string.Join(' ', faults)}");
    }

    private static IEnumerable<string> FaultsOf(RuleSet ruleSet)
    {
        var sum = ruleSet.Parts.Sum(part => part.Weight);
        if (sum != PlanScoring.Whole)
        {
            yield return $"The weights of its parts sum to {sum}, not to 100.";
        }

        if (ruleSet.Parts.Any(part => part.Weight <= 0 || decimal.Round(part.Weight, 2) != part.Weight))
        {
            yield return "Each weight is above 0 and has at most two places.";
        }

        if (ruleSet.Parts.Count(part => part.Level is null) > 1 || ruleSet.Parts.Where(part => part.Level is not null).DistinctBy(part => part.Level).Count() != ruleSet.Parts.Count(part => part.Level is not null))
        {
            yield return "Each level stands once, and at most one part has none.";
        }

        var falling = ruleSet.Bands.Zip(ruleSet.Bands.Skip(1), (better, worse) => better.LeastRate >= worse.MostRate).All(falls => falls);
        if (!falling || ruleSet.Bands.Any(band => band.LeastRate < 0 || band.MostRate > PlanScoring.Whole || band.LeastRate > band.MostRate))
        {
            yield return "Its bands fall from 100 to 0 and do not overlap.";
        }

        if (ruleSet.Bands.SelectMany(band => band.Words).GroupBy(word => word).Any(same => same.Count() > 1))
        {
            yield return "The same words stand in one band only.";
        }

        var scores = ruleSet.Grades.Select(grade => grade.LeastScore).ToList();
        if (scores.Count == 0 || scores[^1] != 0 || scores.Zip(scores.Skip(1), (better, worse) => better > worse).Any(falls => !falls) || scores[0] > PlanScoring.Whole)
        {
            yield return "Its grades fall, and the last one begins at 0.";
        }

        if (ruleSet.Overachievement is { } over && (over.BeyondRatio < 1 || over.LossPerExcess < 0 || over.LeastRate is < 0 or > PlanScoring.Whole))
        {
            yield return "Over-achievement begins at a ratio of 1 or more, and costs between nothing and all.";
        }
    }
}
