using System.Text.RegularExpressions;
using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Telemetry;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Pages;

/// <summary>What who reads by keyboard or by ear relies on.</summary>
public partial class AccessibilityTests
{
    [Theory]
    [InlineData("/resources")]
    [InlineData("/console/reports")]
    [InlineData("/traces")]
    [InlineData("/traces/00000000000000000000000000000001")]
    [InlineData("/logs")]
    [InlineData("/metrics")]
    [InlineData("/metrics/liwan.outbox.unsent")]
    [InlineData("/about")]
    public async Task EveryPage_HasLandmarksOneHeadingLabelledFieldsAndHeadedTables(string path)
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Traces.Add([Span(status: SpanStatus.Error)]);
        page.Server.Telemetry.Logs.Add([Log(trace: 1, span: 1)]);
        page.Server.Telemetry.Metrics.Add([Gauge("liwan.outbox.unsent", 1)]);
        page.Cluster.Listed.Add(ResourcePagesTests.Resource("reports", ResourceCommands.Restart));
        page.Cluster.Console["reports"] = [new(1, "line")];
        var html = (await HtmlPage.GetAsync(page.Client, path)).Html;

        Assert.Single(Heading().Matches(html));
        Assert.Matches("<title>[^<]+</title>", html);
        // The first thing that takes the focus leads past the navigation.
        Assert.Contains("href=\"#main\"", html[..html.IndexOf("<header", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Matches("<nav aria-label=\"[^\"]+\">", html);
        Assert.Single(Current().Matches(html));
        Assert.All(TableHeading().Matches(html), heading => Assert.Contains("scope=", heading.Value, StringComparison.Ordinal));
        Assert.Equal(Field().Count(html), Field().Count(string.Concat(Label().Matches(html).Select(label => label.Value))));
        Assert.All(Picture().Matches(html), picture => Assert.Matches("aria-hidden=\"true\"|role=\"img\" aria-label=\"[^\"]+\"", picture.Value));
        var ids = Id().Matches(html).Select(id => id.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex Heading();

    [GeneratedRegex("aria-current=\"page\"")]
    private static partial Regex Current();

    [GeneratedRegex("<th[ >][^>]*")]
    private static partial Regex TableHeading();

    [GeneratedRegex("<(?:input|select)(?![^>]*type=\"hidden\")[ >]")]
    private static partial Regex Field();

    [GeneratedRegex("<label.*?</label>", RegexOptions.Singleline)]
    private static partial Regex Label();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Picture();

    [GeneratedRegex(" id=\"([^\"]*)\"")]
    private static partial Regex Id();
}
