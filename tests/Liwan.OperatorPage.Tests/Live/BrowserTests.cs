using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Telemetry;
using Liwan.OperatorPage.Tests.Pages;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Live;

/// <summary>What the script does, in a browser and under the page's own policy.</summary>
public class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task OpenPages_StayUpToDateAndKeepWhatIsOpen()
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Traces.Add([Span(trace: 1, span: 1, name: "submit", attributes: new NamedValue("liwan.year", "2021"))]);
        page.Server.Telemetry.Logs.Add([Log("a line", trace: 1, span: 1)]);

        // From a log line to its span, which is opened; a span that comes later does not close it.
        await browser.OpenAsync(new Uri(page.Server.PageAddress, "/logs"));
        await browser.EvaluateAsync("document.querySelector('.to-trace').click()");
        await browser.UntilAsync($"location.pathname === '/traces/{TraceId(1)}' && document.getElementById('row-{SpanId(1)}')?.open");
        page.Server.Telemetry.Traces.Add([Span(trace: 1, span: 2, parent: 1, name: "render")]);
        await browser.UntilAsync($"document.getElementById('row-{SpanId(2)}')");
        Assert.Equal("[true,false]", await browser.EvaluateAsync("[...document.querySelectorAll('.waterfall li > details')].map(details => details.open)"));

        // While it is paused nothing comes; afterwards all does.
        await browser.PressAsync("p");
        Assert.Equal("\"Paused\"", await browser.EvaluateAsync("document.getElementById('live-switch').textContent"));
        page.Server.Telemetry.Traces.Add([Span(trace: 1, span: 3, parent: 1, name: "archive")]);
        await browser.PressAsync("p");
        await browser.UntilAsync($"document.getElementById('row-{SpanId(3)}')");
        Assert.Equal("\"Live\"", await browser.EvaluateAsync("document.getElementById('live-switch').textContent"));
        Assert.Empty(browser.Problems);
    }

    [BrowserFact]
    public async Task Keys_GoToSearchAndToOtherPages()
    {
        await using var page = await RunningPage.StartAsync();
        await browser.OpenAsync(new Uri(page.Server.PageAddress, "/traces"));

        await browser.PressAsync("/");
        Assert.Equal("\"q\"", await browser.EvaluateAsync("document.activeElement.name"));
        // In a field keys are letters.
        await browser.PressAsync("g");
        await browser.PressAsync("l");
        Assert.Equal("""["/traces","gl"]""", await browser.EvaluateAsync("[location.pathname, document.activeElement.value]"));
        await browser.EvaluateAsync("document.activeElement.blur()");
        await browser.PressAsync("g");
        await browser.PressAsync("l");
        await browser.UntilAsync("location.pathname === '/logs' && document.readyState === 'complete'");
        Assert.Empty(browser.Problems);
    }

    [BrowserFact]
    public async Task Console_FollowsFiltersAndWaitsWhilePaused()
    {
        const string shown = "[...document.querySelectorAll('#console .line')].filter(line => !line.hidden).map(line => line.textContent)";
        await using var page = await RunningPage.StartAsync();
        page.Cluster.Listed.Add(ResourcePagesTests.Resource("reports", ResourceCommands.None));
        var lines = page.Cluster.Console["reports"] = [new(1, "one")];
        await browser.OpenAsync(new Uri(page.Server.PageAddress, "/console/reports"));

        Add(new ConsoleLine(2, "warn: <b>two</b>"));
        await browser.UntilAsync("document.querySelectorAll('#console .line').length === 2");
        Assert.Equal("""["one","warn: \u003Cb\u003Etwo\u003C/b\u003E"]""", await browser.EvaluateAsync(shown));
        await browser.PressAsync("/");
        await browser.PressAsync("w");
        Assert.Equal("""["warn: \u003Cb\u003Etwo\u003C/b\u003E"]""", await browser.EvaluateAsync(shown));
        await browser.EvaluateAsync("document.activeElement.blur()");
        await browser.PressAsync("p");
        Add(new ConsoleLine(3, "three"));
        await browser.PressAsync("p");
        await browser.UntilAsync("document.querySelectorAll('#console .line').length === 3");
        // The filter holds for what comes too.
        Assert.Equal("true", await browser.EvaluateAsync("document.querySelector('#console .line:last-child').hidden"));
        Assert.Empty(browser.Problems);

        void Add(ConsoleLine line)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }
}
