namespace Liwan.IndicatorReading.Tests;

/// <summary>The examples that docs/indicators.md gives to civil servants.</summary>
public sealed class DocumentedExamplesTests
{
    public static TheoryData<string, string, string, Outcome> Examples()
    {
        var examples = new TheoryData<string, string, string, Outcome>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "indicators.md")))
        {
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells is ["", .. var row, var last, ""] && row.Length is 2 or 3 && last is ['`', .., '`'])
            {
                var outcome = Enum.Parse<Outcome>(last.Trim('`').Replace("_", string.Empty, StringComparison.Ordinal), ignoreCase: true);
                examples.Add(row.Length == 3 ? row[0] : string.Empty, row[^2], row[^1], outcome);
            }
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Judge_OfADocumentedExample_GivesTheDocumentedOutcome(string name, string target, string actual, Outcome expected) =>
        Assert.Equal(expected, IndicatorJudge.Judge(new IndicatorText(name, string.Empty, target, actual)).Outcome);

    [Fact]
    public void Examples_CoverEveryOutcome() =>
        Assert.Equal(Enum.GetValues<Outcome>().Order(), Examples().Select(example => (Outcome)example[3]).Distinct().Order());
}
