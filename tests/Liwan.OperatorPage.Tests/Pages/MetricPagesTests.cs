using FsCheck.Xunit;
using Liwan.OperatorPage.Pages.Charts;
using Liwan.OperatorPage.Telemetry;
using Liwan.OperatorPage.Tests.Telemetry;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Pages;

public class MetricPagesTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TelemetryLimits SmallWindow = new() { MetricWindow = 6 * Interval, MetricInterval = Interval };
    private readonly StandingClock _clock = new();

    [Fact]
    public void Sum_AddsUpInstancesAndCarriesAGaugeForwardForAWhile()
    {
        var store = new MetricStore(SmallWindow, _clock);
        store.Add([Gauge("unsent", 2), Gauge("unsent", 3, attributes: new NamedValue("queue", "b")), Gauge("unsent", 7, "budgets")]);
        _clock.Now += Interval;
        store.Add([Gauge("unsent", 5)]);
        _clock.Now += 4 * Interval;

        var lines = new MetricCurves(store).Sum(store.Get("unsent"), series => series.Source.Service);
        Assert.Equal(["budgets", "reports"], lines.Select(line => line.Label));
        Assert.Equal([7, 7, 7, null, null, null], lines[0].Values);
        Assert.Equal([5, 8, 8, 5, null, null], lines[1].Values);
        Assert.Null(lines[0].Last);
    }

    [Fact]
    public void Rate_IsWhatWasAddedASecondAndSpreadOverGaps()
    {
        var store = new MetricStore(SmallWindow, _clock);
        store.Add([Counter("sent", 10)]);
        _clock.Now += Interval;
        store.Add([Counter("sent", 20)]);
        _clock.Now += 2 * Interval;
        store.Add([Counter("sent", 21)]);

        var line = Assert.Single(new MetricCurves(store).Rate(store.Get("sent"), series => series.Source.Service));
        Assert.Equal([null, null, 2, 2, 0.1, 0.1], line.Values);
        Assert.Equal(0.1, line.Last);
    }

    [Fact]
    public void Percentile_IsOfTheLastHalfMinuteAndUnknownWhereNothingWasMeasured()
    {
        var store = new MetricStore(new TelemetryLimits { MetricWindow = 12 * Interval, MetricInterval = Interval }, _clock);
        store.Add([Histogram("duration", [1, 2, 4], [0, 0, 0, 0])]);
        _clock.Now += Interval;
        store.Add([Histogram("duration", [1, 2, 4], [5, 5, 0, 0])]);
        _clock.Now += 6 * Interval;
        store.Add([Histogram("duration", [1, 2, 4], [5, 5, 0, 1])]);

        var line = Assert.Single(new MetricCurves(store).Percentile(store.Get("duration"), series => series.Source.Service, 0.5));
        Assert.Equal([null, null, null, null, null, 1, 1, 1, 1, 1, 1, 4], line.Values.Select(value => value is { } known ? Math.Round(known, 9) : (double?)null));
    }

    [Property(MaxTest = 300)]
    public bool Quantile_OfAnyHistogram_LiesWithinItsBoundsAndRisesWithThePart(byte[] counts)
    {
        if (counts.Length < 2)
        {
            return true;
        }

        double[] bounds = [.. Enumerable.Range(1, counts.Length - 1).Select(bound => (double)bound)];
        double[] buckets = [.. counts.Select(count => (double)count)];
        var values = new[] { 0, 0.1, 0.5, 0.95, 1 }.Select(part => Quantile.Of(bounds, buckets, part)).ToList();
        return counts.All(count => count == 0)
            ? values.TrueForAll(value => value is null)
            : values.TrueForAll(value => value >= 0 && value <= bounds[^1]) && values.SequenceEqual(values.Order());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.03, 0.05)]
    [InlineData(1, 1)]
    [InlineData(2.1, 2.5)]
    [InlineData(99, 100)]
    [InlineData(double.PositiveInfinity, 1)]
    public void Top_IsARoundFigureNotBelowTheHighest(double highest, double expected) => Assert.Equal(expected, ChartScale.Top(highest), 9);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(500, 500)]
    [InlineData(1_536, 2_048)]
    [InlineData(1_000 * 1_024, 1_000 * 1_024)]
    [InlineData(1_001 * 1_024, 1_024 * 1_024)]
    public void TopOfBytes_IsRoundInItsUnit(double highest, double expected) => Assert.Equal(expected, ChartScale.TopOfBytes(highest));

    [Fact]
    public async Task Metrics_ShowRequestsLatencyOutboxAndMemoryByService()
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Metrics.Add([
            Histogram("http.server.request.duration", [0.005, 0.01], [1, 0, 0], attributes: new NamedValue("http.route", "/liwan.reports.v1.ReportService/GetReport")),
            Histogram("http.server.request.duration", [0.005, 0.01], [1_000, 0, 0], "budgets", attributes: new NamedValue("http.route", "/health")),
            Gauge("liwan.outbox.unsent", 12),
            Gauge("liwan.outbox.parked", 3),
            Gauge("dotnet.process.memory.working_set", 200 << 20) with { Metric = new Metric("dotnet.process.memory.working_set", "By", "Memory mapped", MetricKind.UpDownCounter, "System.Runtime") }]);
        var answer = await HtmlPage.GetAsync(page.Client, "/metrics", ("Accept-Language", "en"));

        // One request within five seconds; the thousand that only asked for health are none.
        Assert.Contains("Requests per second 0.2 /s 0.1 /s 0 −15 min now reports 0.2 /s Request duration", answer.Text, StringComparison.Ordinal);
        Assert.Contains("median of 30 s 2.5 ms 1.25 ms 0 −15 min now reports 2.5 ms", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Outbox: events not sent yet 20 10 0 −15 min now reports 12", answer.Text, StringComparison.Ordinal);
        Assert.Contains("parked events, waiting for an operator 5 2.5 0 −15 min now reports 3", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Dead letters of consumers No figures yet.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("Working set 200 MiB 100 MiB 0 −15 min now reports 200 MiB", answer.Text, StringComparison.Ordinal);
        Assert.Contains("dotnet.process.memory.working_set Up-down counter reports 1 200 MiB Memory mapped", answer.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["/metrics/dotnet.process.memory.working_set", "/metrics/http.server.request.duration", "/metrics/liwan.outbox.parked", "/metrics/liwan.outbox.unsent"],
            answer.Links("/metrics/").Where(link => link != "/metrics"));
    }

    [Fact]
    public async Task Metrics_OfOneServiceOrName_ShowThatOnly()
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Metrics.Add([Gauge("liwan.outbox.unsent", 1), Gauge("liwan.outbox.parked", 1, "budgets")]);

        Assert.Equal(["/metrics/liwan.outbox.parked?service=budgets"], (await HtmlPage.GetAsync(page.Client, "/metrics?service=budgets")).Links("/metrics/"));
        Assert.Equal(["/metrics/liwan.outbox.unsent"], (await HtmlPage.GetAsync(page.Client, "/metrics?q=UNSENT")).Links("/metrics/"));
    }

    [Fact]
    public async Task Metric_ShowsEachOfItsSeries()
    {
        await using var page = await RunningPage.StartAsync();
        page.Server.Telemetry.Metrics.Add([
            Histogram("delay", [1], [3, 1], attributes: new NamedValue("queue", "a")),
            Histogram("delay", [1], [8, 0], attributes: new NamedValue("queue", "b"))]);
        var answer = await HtmlPage.GetAsync(page.Client, "/metrics/delay", ("Accept-Language", "en"));

        Assert.Contains("reports-1 queue a 4 × 0 reports-1 queue b 8 × 0", answer.Text, StringComparison.Ordinal);
        Assert.Contains("reports-1 a 0.8 /s", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task About_ShowsWhatIsHeldAndItsLimits()
    {
        await using var page = await RunningPage.StartAsync(options => options with { Limits = new TelemetryLimits { Spans = 10, SpansOfTrace = 2 } });
        page.Server.Telemetry.Traces.Add([.. Enumerable.Range(1, 15).Select(number => Span(trace: number)), Span(trace: 15, span: 2), Span(trace: 15, span: 3)]);
        var answer = await HtmlPage.GetAsync(page.Client, "/about", ("Accept-Language", "en"));

        var usage = page.Server.Telemetry.Traces.Usage;
        Assert.Equal((10, 16, 6, 1), (usage.Count, usage.Received, usage.Forgotten, usage.Refused));
        Assert.Matches(@"Spans 10 / 10 [0-9.]+ KiB / 128 MiB 16 6 1 ", answer.Text);
        Assert.Contains("Metrics are held for 15 minutes, one point of each series every 5 s.", answer.Text, StringComparison.Ordinal);
    }
}
