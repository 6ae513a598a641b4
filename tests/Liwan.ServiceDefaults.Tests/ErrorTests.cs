using System.Text.RegularExpressions;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Tests;

public sealed partial class ErrorTests
{
    [Fact]
    public void Catalogue_HasOneEntryAReason_InOrder()
    {
        var reasons = ErrorCatalogue.All.Select(entry => entry.Reason).ToList();
        Assert.Equal(reasons.Distinct().Order(StringComparer.Ordinal), reasons);
        Assert.All(reasons, reason => Assert.Matches("^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$", reason));
    }

    [Fact]
    public void Catalogue_NamesTheFieldInEveryInvalidArgumentOfARequestThatCanBeRead() =>
        Assert.All(
            ErrorCatalogue.All.Where(entry => entry.Status == Grpc.Core.StatusCode.InvalidArgument && entry != ErrorCatalogue.RequestUnreadable),
            entry => Assert.Contains("field", Placeholders(entry.English)));

    [Fact]
    public void Catalogue_ShowsCivilServantsNoValueThatEngineersDoNotSee() =>
        Assert.All(ErrorCatalogue.All, entry => Assert.Subset(Placeholders(entry.English), Placeholders(entry.Chinese)));

    [Fact]
    public void Texts_WithAValueThatLooksLikeAPlaceholder_KeepItAsItIs()
    {
        var violations = new Violations().Add("budget.{limit}", ErrorCatalogue.TextTooLong, ("value", "{field}"), ("limit", "200"));
        Assert.Equal("budget.{limit} has {field} characters; the limit is 200.", violations.Items[0].English);
    }

    [Fact]
    public void Violations_OfAHopelessRequest_AreCutToWhatFitsAnAnswer()
    {
        var violations = new Violations();
        var long1 = string.Concat(Enumerable.Repeat("𠮷", 20_000));
        for (var i = 0; i < 5_000; i++)
        {
            violations.Add($"field[{i}]", ErrorCatalogue.ValueNotAccepted, ("value", long1), ("expected", "x"));
        }

        Assert.Equal(Violations.Most, violations.Items.Count);
        Assert.Equal("field[0]", violations.Items[0].Field);
        Assert.Equal(string.Concat(Enumerable.Repeat("𠮷", 50)) + "…", violations.Items[0].Values["value"]);
        Assert.Throws<ServiceException>(violations.ThrowIfAny);
    }

    private static HashSet<string> Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();
}
