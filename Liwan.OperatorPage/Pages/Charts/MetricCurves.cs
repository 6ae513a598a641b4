using Liwan.OperatorPage.Telemetry;

namespace Liwan.OperatorPage.Pages.Charts;

/// <summary>Makes curves of series: one for each service, or whatever else they are grouped by.</summary>
internal sealed class MetricCurves
{
    /// <summary>A gauge that was not heard for more intervals is not known any more.</summary>
    private const int CarriedForward = 3;

    /// <summary>Percentiles are of the last 30 s at each point: few requests come within one interval.</summary>
    private static readonly TimeSpan PercentileSpan = TimeSpan.FromSeconds(30);

    private readonly long _first;
    private readonly int _count;
    private readonly TimeSpan _interval;

    public MetricCurves(MetricStore metrics)
    {
        _count = metrics.Intervals;
        _first = metrics.CurrentInterval - _count + 1;
        _interval = metrics.Interval;
    }

    /// <summary>The sums of gauges, or of sums that go up and down.</summary>
    public List<ChartLine> Sum(IEnumerable<MetricSeries> series, Func<MetricSeries, string> groupBy) => Group(series, groupBy, group =>
    {
        var values = new double?[_count];
        foreach (var one in group)
        {
            foreach (var (point, next) in one.Points.Zip(one.Points.Skip(1).Append(null)))
            {
                var until = Math.Min(next?.Interval ?? long.MaxValue, point.Interval + CarriedForward);
                for (var index = Index(point.Interval); index < Math.Min(until - _first, _count); index++)
                {
                    values[index] = (values[index] ?? 0) + point.Value;
                }
            }
        }

        return values;
    });

    /// <summary>How much was added a second: to a counter, or to the number of what a histogram measured.</summary>
    public List<ChartLine> Rate(IEnumerable<MetricSeries> series, Func<MetricSeries, string> groupBy) => Group(series, groupBy, group =>
    {
        var values = new double?[_count];
        foreach (var one in group)
        {
            foreach (var (added, intervals) in one.Increases())
            {
                var amount = one.Metric.Kind == MetricKind.Histogram ? added.Count : added.Value;
                for (var index = Math.Max(0, Index(added.Interval) - intervals + 1); index <= Index(added.Interval); index++)
                {
                    values[index] = (values[index] ?? 0) + (amount / intervals / _interval.TotalSeconds);
                }
            }
        }

        return values;
    });

    /// <summary>Below what so large a part of what histograms measured in the last 30 s lies.</summary>
    /// <param name="series">Histograms with buckets; others do not count.</param>
    /// <param name="groupBy">Whose curve.</param>
    /// <param name="part">The part, such as 0.95.</param>
    public List<ChartLine> Percentile(IEnumerable<MetricSeries> series, Func<MetricSeries, string> groupBy, double part) =>
        Group(series.Where(one => one.Bounds.Count > 0), groupBy, group =>
        {
            var bounds = group.First().Bounds;
            var added = new double[_count, bounds.Count + 1];
            foreach (var (point, _) in group.Where(one => one.Bounds.SequenceEqual(bounds)).SelectMany(one => one.Increases()))
            {
                for (var bucket = 0; bucket < point.Buckets.Count; bucket++)
                {
                    added[Index(point.Interval), bucket] += point.Buckets[bucket];
                }
            }

            var width = (int)Math.Max(1, PercentileSpan / _interval);
            return [.. Enumerable.Range(0, _count).Select(index => Quantile.Of(bounds, Recent(index), part))];

            double[] Recent(int index) =>
                [.. Enumerable.Range(0, bounds.Count + 1).Select(bucket =>
                    Enumerable.Range(Math.Max(0, index - width + 1), Math.Min(width, index + 1)).Sum(interval => added[interval, bucket]))];
        });

    private static List<ChartLine> Group(
        IEnumerable<MetricSeries> series, Func<MetricSeries, string> groupBy, Func<IGrouping<string, MetricSeries>, IReadOnlyList<double?>> draw) =>
        [.. series.GroupBy(groupBy).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new ChartLine(group.Key, draw(group)))];

    // A point can have come between the reading of the clock and that of the series.
    private int Index(long interval) => (int)Math.Clamp(interval - _first, 0, _count - 1);
}
