using System.Text.Json.Nodes;
using Liwan.TaskIndicators.Scoring;

namespace Liwan.TaskIndicators.Tests.Scoring;

public sealed class RuleSetTests
{
    private const string Sound = """
        {
          "displayName": "甲", "description": "乙",
          "parts": [{ "displayName": "执行", "weight": 40 }, { "level": "output", "displayName": "产出", "weight": 60, "sublevels": ["quantity"] }],
          "formulas": { "floor": "RATIO", "cap": "INVERSE_RATIO", "equal": "CLOSENESS", "other": "ALL_OR_NOTHING" },
          "overachievement": { "beyondRatio": 1.3, "lossPerExcess": 0.5, "leastRate": 80 },
          "bands": [{ "words": ["好"], "leastRate": 60, "mostRate": 100 }, { "words": ["差"], "leastRate": 0, "mostRate": 60 }],
          "grades": [{ "displayName": "优", "leastScore": 90 }, { "displayName": "差", "leastScore": 0 }]
        }
        """;

    [Fact]
    public void RuleSets_OfTheInstallation_AreThoseOfTheFolder() =>
        Assert.Equal(["ruleSets/national-2020", "ruleSets/process-and-result"], new RuleSetCatalogue().All.Select(rules => rules.Name));

    [Fact]
    public void Read_OfASoundOne_KnowsItsLevels()
    {
        var rules = RuleSetCatalogue.Read("mine", Sound);

        Assert.Equal(("ruleSets/mine", "产出", "产出", null, null), (rules.Name, rules.PartOf("output")?.DisplayName, rules.PartOf("output/quantity")?.DisplayName, rules.PartOf("output/quality"), rules.PartOf("")));
    }

    [Theory]
    [InlineData("parts[1].weight", "61", "sum to 101, not to 100")]
    [InlineData("parts[0].weight", "-1", "above 0")]
    [InlineData("parts[0].level", "\"output\"", "Each level stands once")]
    [InlineData("bands[1].mostRate", "70", "do not overlap")]
    [InlineData("bands[0].mostRate", "101", "do not overlap")]
    [InlineData("bands[1].words[0]", "\"好\"", "one band only")]
    [InlineData("grades[1].leastScore", "1", "begins at 0")]
    [InlineData("grades[0].leastScore", "0", "grades fall")]
    [InlineData("overachievement.beyondRatio", "0.9", "ratio of 1 or more")]
    [InlineData("formulas.floor", "\"MAGIC\"", "formulas.floor")]
    [InlineData("surprise", "1", "surprise")]
    public void Read_OfABrokenOne_SaysWhatIsWrong(string path, string value, string expected)
    {
        var json = JsonNode.Parse(Sound)!;
        var parts = path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        var at = json;
        foreach (var part in parts[..^1])
        {
            at = part.StartsWith('[') ? at[int.Parse(part.Trim('[', ']'), null)]! : at[part]!;
        }

        if (parts[^1].StartsWith('['))
        {
            at[int.Parse(parts[^1].Trim('[', ']'), null)] = JsonNode.Parse(value);
        }
        else
        {
            at[parts[^1]] = JsonNode.Parse(value);
        }

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => RuleSetCatalogue.Read("mine", json.ToJsonString())).Message, StringComparison.Ordinal);
    }
}
