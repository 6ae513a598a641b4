using Liwan.OperatorPage.Telemetry;
using static Liwan.OperatorPage.Tests.Telemetry.Samples;

namespace Liwan.OperatorPage.Tests.Telemetry;

public class MetricStoreTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly StandingClock _clock = new();

    [Fact]
    public void Add_WithinOneInterval_KeepsTheLastPoint()
    {
        var store = new MetricStore(new TelemetryLimits(), _clock);
        store.Add([Gauge("unsent", 1)]);
        store.Add([Gauge("unsent", 4)]);
        _clock.Now += Interval;
        store.Add([Gauge("unsent", 2)]);

        Assert.Equal([4, 2], Assert.Single(store.Get("unsent")).Points.Select(point => point.Value));
    }

    [Fact]
    public void Add_ForLongerThanTheWindow_KeepsThatMuchOnly()
    {
        var store = new MetricStore(new TelemetryLimits { MetricWindow = 10 * Interval, MetricInterval = Interval }, _clock);
        for (var number = 1; number <= 100; number++)
        {
            store.Add([Gauge("unsent", number)]);
            _clock.Now += Interval;
        }

        Assert.Equal([92, 93, 94, 95, 96, 97, 98, 99, 100], Assert.Single(store.Get("unsent")).Points.Select(point => point.Value));
        _clock.Now += 10 * Interval;
        Assert.Empty(store.GetAll());
        Assert.Equal((0, 0), (store.Usage.Count, store.Usage.Bytes));
    }

    [Fact]
    public void Add_OfEverNewSeries_StaysWithinNumberAndBytesAndKeepsThoseHeardLast()
    {
        var limits = new TelemetryLimits { Series = 100, SeriesBytes = 1_000_000 };
        var store = new MetricStore(limits, _clock);
        for (var number = 1; number <= 2_000; number++)
        {
            store.Add([Gauge("always", number), Gauge("once", number, attributes: new NamedValue("id", $"{number}"))]);
            Assert.InRange(store.Usage.Count, 1, limits.Series);
            Assert.InRange(store.Usage.Bytes, 1, limits.SeriesBytes);
        }

        Assert.Equal(2_000, Assert.Single(store.Get("always")).Last.Value);
        Assert.Contains(store.Get("once"), series => series["id"] == "2000");
        Assert.DoesNotContain(store.Get("once"), series => series["id"] == "1");
        Assert.InRange(store.Usage.Forgotten, 1_900, 2_000);
    }

    [Fact]
    public void Add_OfDifferences_AddsThemUp()
    {
        var store = new MetricStore(new TelemetryLimits(), _clock);
        store.Add([Counter("sent", 3, isDelta: true), Histogram("delay", [1], [1, 0], isDelta: true)]);
        _clock.Now += Interval;
        store.Add([Counter("sent", 4, isDelta: true), Histogram("delay", [1], [1, 2], isDelta: true)]);

        Assert.Equal([3, 7], Assert.Single(store.Get("sent")).Points.Select(point => point.Value));
        Assert.Equal([2, 2], Assert.Single(store.Get("delay")).Last.Buckets);
    }

    [Fact]
    public void Increases_WhenAProcessBeginsAnew_CountWhatItHasFromThere()
    {
        var store = new MetricStore(new TelemetryLimits(), _clock);
        foreach (var value in new[] { 10, 15, 2, 6 })
        {
            store.Add([Counter("sent", value), Histogram("delay", [1], [value, 0])]);
            _clock.Now += Interval;
        }

        Assert.Equal([10, 5, 2, 4], Assert.Single(store.Get("sent")).Increases().Select(increase => increase.Added.Value));
        Assert.Equal([10, 5, 2, 4], Assert.Single(store.Get("delay")).Increases().Select(increase => increase.Added.Buckets[0]));
    }

    [Fact]
    public void Increases_WhenTheBeginningIsOutsideTheWindow_LeaveItOut()
    {
        var store = new MetricStore(new TelemetryLimits { MetricWindow = 3 * Interval, MetricInterval = Interval }, _clock);
        foreach (var value in new[] { 1_000, 1_001, 1_003, 1_006 })
        {
            store.Add([Counter("sent", value)]);
            _clock.Now += Interval;
        }

        Assert.Equal([3], Assert.Single(store.Get("sent")).Increases().Select(increase => increase.Added.Value));
    }

    [Fact]
    public void Add_WhenBoundsChange_BeginsTheSeriesAnew()
    {
        var store = new MetricStore(new TelemetryLimits(), _clock);
        store.Add([Histogram("delay", [1], [5, 5])]);
        _clock.Now += Interval;
        store.Add([Histogram("delay", [2], [6, 6])]);

        var series = Assert.Single(store.Get("delay"));
        Assert.Equal([2], series.Bounds);
        Assert.Equal([6, 6], Assert.Single(series.Points).Buckets);
    }
}
