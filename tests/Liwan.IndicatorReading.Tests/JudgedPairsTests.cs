namespace Liwan.IndicatorReading.Tests;

/// <summary>Pairs of target and actual from published forms, each judged by a person.</summary>
public sealed class JudgedPairsTests
{
    private static readonly Dictionary<string, Outcome> Outcomes = new(StringComparer.Ordinal)
    {
        ["exceeded"] = Outcome.Exceeded,
        ["met"] = Outcome.Met,
        ["not_met"] = Outcome.NotMet,
        ["qualitative"] = Outcome.Qualitative,
        ["not_reported"] = Outcome.NotReported,
        ["exempt"] = Outcome.Exempt,
    };

    public static TheoryData<string, string, Outcome> Pairs()
    {
        var pairs = new TheoryData<string, string, Outcome>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "judged-pairs.tsv")).Skip(1))
        {
            var cells = line.Split('\t');
            pairs.Add(cells[0], cells[1], Outcomes[cells[2]]);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Judge_OfAPublishedPair_AgreesWithThePerson(string target, string actual, Outcome expected)
    {
        var judgement = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, target, actual));

        Assert.True(expected == judgement.Outcome, $"{target} | {actual}: {judgement}");
    }
}
