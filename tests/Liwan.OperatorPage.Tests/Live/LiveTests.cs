using System.Net.ServerSentEvents;
using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Tests.Pages;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Live;

/// <summary>What pages that are open are told.</summary>
public class LiveTests
{
    [Fact]
    public async Task Live_WhenSomethingChanges_SaysWhat()
    {
        await using var page = await RunningPage.StartAsync();
        using var answer = await OpenAsync(page, "/live");
        var events = await ReadAsync(answer);

        Assert.Equal("", await NextAsync(events));

        page.Server.Telemetry.Traces.Add([Span()]);
        Assert.Equal("traces", await NextAsync(events));
        page.Server.Telemetry.Logs.Add([Log()]);
        Assert.Equal("logs", await NextAsync(events));
        page.Server.Telemetry.Metrics.Add([Gauge("unsent", 1)]);
        Assert.Equal("metrics", await NextAsync(events));
        page.Cluster.Change(() => page.Cluster.Listed.Add(ResourcePagesTests.Resource("reports", ResourceCommands.None)));
        Assert.Equal("resources", await NextAsync(events));
    }

    [Fact]
    public async Task Live_WhenSomethingChangedBeforeTheConnection_SaysThatAtOnce()
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Traces.Add([Span()]);
        page.Server.Telemetry.Logs.Add([Log()]);

        Assert.Equal("traces logs", await FirstAsync("/live?since=0.0.0.0"));
        Assert.Equal("logs", await FirstAsync("/live?since=0.0.0.0", ("Last-Event-ID", "0.1.0.0")));
        Assert.Equal("", await FirstAsync("/live?since=0.1.1.0"));
        Assert.Equal("", await FirstAsync("/live?since=yesterday"));

        async Task<string> FirstAsync(string path, params (string Name, string Value)[] headers)
        {
            using var answer = await OpenAsync(page, path, headers);
            return await NextAsync(await ReadAsync(answer));
        }
    }

    [Fact]
    public async Task Lines_FollowTheConsoleFromWhereThePageLeftOff()
    {
        await using var page = await RunningPage.StartAsync();
        List<ConsoleLine> lines = [new(1, "one"), new(2, "\u001b[31mtwo\u001b[0m")];
        page.Cluster.Console["reports"] = lines;
        using var answer = await OpenAsync(page, "/console/reports/lines?after=1");
        var events = await ReadAsync(answer);

        Assert.Equal("""["two"]""", await NextAsync(events));
        lock (lines)
        {
            lines.AddRange([new(3, "three\nhalf"), new(4, "<four>")]);
        }

        Assert.Equal("""["three\nhalf","<four>"]""", await NextAsync(events));
        using var again = await OpenAsync(page, "/console/reports/lines?after=1", ("Last-Event-ID", "3"));
        Assert.Equal("""["<four>"]""", await NextAsync(await ReadAsync(again)));
    }

    [Fact]
    public async Task Stop_WhileAPageIsOpen_EndsItsStream()
    {
        var page = await RunningPage.StartAsync();
        using var answer = await OpenAsync(page, "/live");
        var events = await ReadAsync(answer);
        Assert.Equal("", await NextAsync(events));
        var next = events.MoveNextAsync().AsTask();
        var stopping = page.Server.DisposeAsync().AsTask();

        Assert.False(await next.WaitAsync(TimeSpan.FromSeconds(30)));
        await stopping;
        await page.DisposeAsync();
    }

    [Fact]
    public async Task Lines_OfWhatDoesNotExist_AreNotFound()
    {
        await using var page = await RunningPage.StartAsync();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await HtmlPage.GetAsync(page.Client, "/console/nothing/lines")).Status);
    }

    private static async Task<HttpResponseMessage> OpenAsync(RunningPage page, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await page.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<IAsyncEnumerator<SseItem<string>>> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return SseParser.Create(await answer.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator();
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<SseItem<string>> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        return events.Current.Data;
    }
}
