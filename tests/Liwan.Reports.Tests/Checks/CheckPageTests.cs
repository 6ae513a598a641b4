using System.Text.RegularExpressions;
using Liwan.Reports.Checks;
using static Liwan.Reports.Tests.Checks.AllChecks;

namespace Liwan.Reports.Tests.Checks;

/// <summary>docs/checks.md lists the rules that the service runs.</summary>
public sealed partial class CheckPageTests
{
    [Fact]
    public void Page_ListsEachRuleWithWhatItBlocks_InTheOrderOfItsFindings()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(PublishedForms.Repository, "docs", "checks.md")))
            .Select(row => (row.Groups["rule"].Value, row.Groups["severity"].Value, row.Groups["blocks"].Value));

        Assert.Equal(
            Rules.OrderByDescending(rule => rule.Severity).Select(rule => (rule.Id, rule.Severity.ToString().ToUpperInvariant(), Blocks(rule))),
            rows);
    }

    [Fact]
    public void Rules_HaveIdsOfTheirOwn()
    {
        Assert.Equal(Rules.Select(rule => rule.Id).Distinct(), Rules.Select(rule => rule.Id));
        Assert.All(Rules, rule => Assert.Matches("^[a-z]+(-[a-z]+)+$", rule.Id));
        Assert.Equal(typeof(FormRule).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(FormRule)) && !type.IsAbstract), Rules.Count);
    }

    [Fact]
    public void Rules_ThatBlock_AreThoseOfTheDecision() => Assert.Equal(
        ["funding-row-missing", "amount-blank", "total-disagrees", "rate-disagrees", "task-missing", "text-empty"],
        Rules.Where(rule => rule.Severity == Severity.Error).Select(rule => rule.Id));

    private static string Blocks(FormRule rule) =>
        rule.Severity == Severity.Error ? "submission" : rule.BlocksPublication ? "publication" : "nothing";

    [GeneratedRegex(@"^\| `(?<rule>[a-z-]+)` \| (?<severity>[A-Z]+) \| (?<blocks>[a-z]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
