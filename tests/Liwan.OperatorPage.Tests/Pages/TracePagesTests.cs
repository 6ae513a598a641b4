using System.Net;
using Liwan.OperatorPage.Telemetry;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Pages;

public class TracePagesTests
{
    private static readonly string[] Messages = ["first", "second", "third"];

    private const string Form = "departments/npc-office/reports/2021";

    [Fact]
    public async Task Traces_ByFormServiceDurationAndError_ListThoseThatMatch()
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Traces.Add([
            Span(trace: 1, name: "Submit", ms: 900, attributes: new NamedValue("liwan.report", Form)),
            Span(trace: 2, name: "GetBudget", service: "budgets", ms: 20),
            Span(trace: 3, name: "Render", ms: 30, status: SpanStatus.Error)]);

        Assert.Equal([3, 2, 1], await ListedAsync(""));
        Assert.Equal([1], await ListedAsync($"?q={Uri.EscapeDataString(Form)}"));
        Assert.Equal([1], await ListedAsync($"?q={TraceId(1)}"));
        Assert.Equal([2], await ListedAsync("?service=budgets"));
        Assert.Equal([1], await ListedAsync("?min=500"));
        Assert.Equal([3], await ListedAsync("?errors=1"));
        Assert.Empty(await ListedAsync("?errors=1&service=budgets"));
        // What is no number does not matter.
        Assert.Equal([3, 2, 1], await ListedAsync("?min=soon&errors=perhaps"));

        async Task<IEnumerable<int>> ListedAsync(string query)
        {
            var answer = await HtmlPage.GetAsync(page.Client, $"/traces{query}");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            return answer.Links("/traces/").Select(link => int.Parse(link["/traces/".Length..], System.Globalization.NumberStyles.HexNumber, null));
        }
    }

    [Fact]
    public async Task Trace_ShowsItsSpansInOrderWithBarsAttributesEventsLinksAndLogs()
    {
        await using var page = await RunningPage.StartAsync();
        var failed = Span(span: 2, parent: 1, name: "render", startMs: 25, ms: 50, status: SpanStatus.Error) with
        {
            StatusMessage = "no font",
            Events = [new SpanEvent(Noon.AddMilliseconds(30), "exception", [new("exception.type", "FontException")])],
            Links = [new SpanLink(TraceId(9), SpanId(8), [])],
        };
        page.Server.Telemetry.Traces.Add([failed, Span(span: 1, name: "submit", ms: 100, attributes: new NamedValue("liwan.report", Form))]);
        page.Server.Telemetry.Logs.Add([Log("the font is missing", LogLevel.Error, trace: 1, span: 2), Log("of another trace", trace: 2)]);
        var answer = await HtmlPage.GetAsync(page.Client, $"/traces/{TraceId(1)}", ("Accept-Language", "en"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Html.IndexOf($"row-{SpanId(1)}", StringComparison.Ordinal) < answer.Html.IndexOf($"row-{SpanId(2)}", StringComparison.Ordinal));
        // A quarter of the way in, half as long.
        Assert.Contains("<rect x=\"250\" y=\"0\" width=\"500\" height=\"10\" class=\"error\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("<rect x=\"0\" y=\"0\" width=\"1000\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains($"liwan.report {Form}", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Error no font", answer.Text, StringComparison.Ordinal);
        Assert.Contains("+30 ms exception exception.type FontException", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"/traces/{TraceId(9)}#span-{SpanId(8)}", answer.Links("/traces/"));
        Assert.Contains("the font is missing", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("of another trace", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_ThatIsNotHeld_IsNotFoundAndSaysWhy()
    {
        await using var page = await RunningPage.StartAsync();
        var answer = await HtmlPage.GetAsync(page.Client, $"/traces/{TraceId(1)}", ("Accept-Language", "en"));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Nothing of this trace is held", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_LeadToTheirTraceAndBack()
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Traces.Add([Span(trace: 1, span: 2)]);
        page.Server.Telemetry.Logs.Add([Log("first", trace: 1, span: 2), Log("second", LogLevel.Warning, "budgets"), Log("third", trace: 3)]);

        var all = await HtmlPage.GetAsync(page.Client, "/logs");
        Assert.Contains($"/traces/{TraceId(1)}#span-{SpanId(2)}", all.Links("/traces/"));
        Assert.Contains($"/logs?trace={TraceId(1)}", all.Links("/logs?"));
        var trace = await HtmlPage.GetAsync(page.Client, $"/traces/{TraceId(1)}");
        Assert.Contains("id=\"span-" + SpanId(2), trace.Html, StringComparison.Ordinal);
        Assert.Contains($"/logs?trace={TraceId(1)}", trace.Links("/logs?"));
        Assert.Equal(["first"], await MessagesAsync($"?trace={TraceId(1)}"));
        Assert.Equal(["second"], await MessagesAsync("?service=budgets"));
        Assert.Equal(["second"], await MessagesAsync("?level=Warning"));
        Assert.Equal(["third"], await MessagesAsync("?q=thi"));

        async Task<IEnumerable<string>> MessagesAsync(string query)
        {
            var answer = await HtmlPage.GetAsync(page.Client, $"/logs{query}");
            return Messages.Where(message => answer.Html.Contains($">{message}</span>", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("/traces")]
    [InlineData("/traces/00000000000000000000000000000001")]
    [InlineData("/logs")]
    [InlineData("/metrics")]
    [InlineData("/metrics/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/resources")]
    [InlineData("/console/%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/traces?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E&service=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/logs?trace=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("/resources?notice=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task AnyPage_OfWhatLooksLikeScript_ShowsItAsText(string path)
    {
        const string script = "<script>alert(1)</script>";
        const string quote = "\"><script>alert(1)</script>";
        await using var page = await RunningPage.StartAsync();
        var source = new TelemetrySource(quote, quote, [new(quote, quote)]);
        var evil = Span(name: script, status: SpanStatus.Error, attributes: new NamedValue(quote, script)) with
        {
            Source = source,
            StatusMessage = script,
            Scope = script,
            Events = [new SpanEvent(Noon, script, [new(script, quote)])],
        };
        page.Server.Telemetry.Traces.Add([evil]);
        page.Server.Telemetry.Logs.Add([Log(script, trace: 1, attributes: new NamedValue(quote, quote)) with { Source = source, Category = script }]);
        page.Server.Telemetry.Metrics.Add([Gauge(script, 1) with { Source = source, Attributes = [new(quote, quote)] }]);
        page.Cluster.Listed.Add(new(quote, script, script, script, OperatorPage.Cluster.ResourceHealth.Unhealthy, script, [new("http", "javascript:alert(1)"), new(script, quote)], 1, Noon, 1, OperatorPage.Cluster.ResourceCommands.Stop));
        page.Cluster.Console[script] = [new(1, quote)];

        var answer = await HtmlPage.GetAsync(page.Client, path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain("<script>", answer.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript:", answer.Html, StringComparison.Ordinal);
        // Nothing that the page's own policy would not let a browser do either.
        Assert.DoesNotContain(" style=", answer.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick=", answer.Html, StringComparison.Ordinal);
    }
}
