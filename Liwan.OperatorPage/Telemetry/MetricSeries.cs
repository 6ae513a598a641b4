namespace Liwan.OperatorPage.Telemetry;

/// <summary>The figures of one metric, process and set of attributes over the window, as they were when they were asked for.</summary>
/// <param name="Metric">Of what.</param>
/// <param name="Source">By whom.</param>
/// <param name="Attributes">What of.</param>
/// <param name="Bounds">The upper bounds of the buckets but the last, rising; empty where it has none.</param>
/// <param name="Points">At most one an interval, the oldest first; never empty.</param>
/// <param name="BeganInWindow">Whether the first of the points is the first that ever came.</param>
public sealed record MetricSeries(
    Metric Metric,
    TelemetrySource Source,
    IReadOnlyList<NamedValue> Attributes,
    IReadOnlyList<double> Bounds,
    IReadOnlyList<MetricPoint> Points,
    bool BeganInWindow)
{
    /// <summary>The newest.</summary>
    public MetricPoint Last => Points[^1];

    /// <summary>The value of an attribute; null if it has none.</summary>
    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in Attributes)
            {
                if (name == attribute)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// What was added from one point to the next, at the interval of the later one, and how many intervals that took. Where a process
    /// has begun anew, all it has is new; so is the first point of a series that began within the window.
    /// </summary>
    public IEnumerable<(MetricPoint Added, int Intervals)> Increases()
    {
        if (BeganInWindow)
        {
            yield return (Points[0], 1);
        }

        for (var i = 1; i < Points.Count; i++)
        {
            var (before, now) = (Points[i - 1], Points[i]);
            var isReset = now.Count < before.Count || now.Count == 0 && now.Value < before.Value;
            var added = isReset
                ? now
                : new MetricPoint(now.Interval, now.Value - before.Value, now.Count - before.Count, [.. now.Buckets.Zip(before.Buckets, (after, earlier) => Math.Max(0, after - earlier))]);
            yield return (added, (int)(now.Interval - before.Interval));
        }
    }
}
