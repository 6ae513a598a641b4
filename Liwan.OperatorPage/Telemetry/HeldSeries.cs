namespace Liwan.OperatorPage.Telemetry;

/// <summary>The points of a series within <see cref="MetricStore"/>, which guards it.</summary>
internal sealed class HeldSeries
{
    private readonly Measurement _first;
    private readonly int _capacity;
    private readonly Queue<MetricPoint> _points = new();
    private MetricPoint? _last;
    private bool _hasLostPoints;

    public HeldSeries(string key, Measurement first, int capacity, long extraBytes)
    {
        Key = key;
        _first = first;
        _capacity = capacity;
        // The room of all points it can come to have is counted from the beginning, so that nothing need be forgotten while it fills.
        const int pointSize = 96;
        Size = 256 + extraBytes + EstimatedSize.Of(key) + EstimatedSize.Of(first.Attributes) + EstimatedSize.Of(first.Metric.Name)
            + EstimatedSize.Of(first.Metric.Unit) + EstimatedSize.Of(first.Metric.Description) + EstimatedSize.Of(first.Metric.Scope)
            + (sizeof(double) * first.Bounds.Count)
            + ((long)capacity * (pointSize + (sizeof(long) * first.Buckets.Count)));
    }

    public string Key { get; }

    public long Size { get; }

    public Metric Metric => _first.Metric;

    public long LastInterval => _last?.Interval ?? long.MinValue;

    /// <summary>Its place in the order of the store.</summary>
    public LinkedListNode<HeldSeries>? Place { get; set; }

    /// <summary>Whether a measurement goes on with this series: what has other bounds cannot be compared with what was.</summary>
    public bool Accepts(Measurement measurement) =>
        measurement.Metric.Kind == Metric.Kind
        && measurement.Buckets.Count == _first.Buckets.Count
        && measurement.Bounds.SequenceEqual(_first.Bounds);

    public void Add(Measurement measurement, long interval)
    {
        var before = measurement.IsDelta ? _last : null;
        var point = new MetricPoint(
            interval,
            measurement.Value + (before?.Value ?? 0),
            measurement.Count + (before?.Count ?? 0),
            before is null ? measurement.Buckets : [.. measurement.Buckets.Zip(before.Buckets, (added, held) => added + held)]);
        if (_last is { } last && last.Interval != interval)
        {
            _points.Enqueue(last);
            if (_points.Count >= _capacity)
            {
                _points.Dequeue();
                _hasLostPoints = true;
            }
        }

        _last = point;
    }

    public MetricSeries ToSeries(long after)
    {
        List<MetricPoint> points = [.. _points.Where(point => point.Interval > after), _last!];
        return new MetricSeries(Metric, _first.Source, _first.Attributes, _first.Bounds, points, !_hasLostPoints && points.Count == _points.Count + 1);
    }
}
