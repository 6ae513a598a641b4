using System.Text;

namespace Liwan.OperatorPage.Telemetry;

/// <summary>
/// The metrics of the last minutes: of each series one point an interval. Where one more series would not fit, the one that was silent
/// longest is forgotten.
/// </summary>
/// <remarks>All members can be called at the same time.</remarks>
public sealed class MetricStore(TelemetryLimits limits, TimeProvider clock)
{
    private readonly Dictionary<string, HeldSeries> _series = [];
    // The series that was silent longest is at the front.
    private readonly LinkedList<HeldSeries> _order = new();
    private readonly Lock _access = new();
    private long _bytes;
    private long _received;
    private long _forgotten;
    private long _refused;

    /// <summary>Grows with each change.</summary>
    public long Version => Volatile.Read(ref _received);

    /// <summary>The number of the interval that is now.</summary>
    public long CurrentInterval => (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / limits.MetricInterval.Ticks;

    /// <summary>How long an interval is.</summary>
    public TimeSpan Interval => limits.MetricInterval;

    /// <summary>How many intervals are held.</summary>
    public int Intervals => limits.PointsOfSeries;

    /// <summary>What is held.</summary>
    public StoreUsage Usage
    {
        get
        {
            lock (_access)
            {
                ForgetSilent();
                return new StoreUsage(_series.Count, limits.Series, _bytes, limits.SeriesBytes, _received, _forgotten, _refused);
            }
        }
    }

    /// <summary>Takes measurements. Their time is that of their arrival: a wrong clock of a process cannot move its curves.</summary>
    /// <param name="measurements">The measurements.</param>
    /// <param name="extraBytes">What they hold on to beside themselves.</param>
    public void Add(IReadOnlyList<Measurement> measurements, long extraBytes = 0)
    {
        ArgumentNullException.ThrowIfNull(measurements);
        lock (_access)
        {
            ForgetSilent();
            foreach (var measurement in measurements)
            {
                Add(measurement, extraBytes);
                extraBytes = 0;
            }
        }
    }

    /// <summary>Counts points that could not be read.</summary>
    public void CountRefused(int points)
    {
        lock (_access)
        {
            _refused += points;
        }
    }

    /// <summary>The series of a metric, by service and instance; none where nothing of it came within the window.</summary>
    public IReadOnlyList<MetricSeries> Get(string metric)
    {
        lock (_access)
        {
            return Snapshot(series => series.Metric.Name == metric);
        }
    }

    /// <summary>All series, by name, service and instance.</summary>
    public IReadOnlyList<MetricSeries> GetAll()
    {
        lock (_access)
        {
            return Snapshot(_ => true);
        }
    }

    private List<MetricSeries> Snapshot(Func<HeldSeries, bool> isWanted)
    {
        ForgetSilent();
        return [.. _order.Where(isWanted)
            .Select(series => series.ToSeries(CurrentInterval - Intervals))
            .OrderBy(series => series.Metric.Name, StringComparer.Ordinal)
            .ThenBy(series => series.Source.Service, StringComparer.Ordinal)
            .ThenBy(series => series.Source.Instance, StringComparer.Ordinal)];
    }

    private void Add(Measurement measurement, long extraBytes)
    {
        var key = Key(measurement);
        if (!_series.TryGetValue(key, out var series) || !series.Accepts(measurement))
        {
            if (series is not null)
            {
                Forget(series);
            }

            series = new HeldSeries(key, measurement, limits.PointsOfSeries, extraBytes);
            _series.Add(key, series);
            series.Place = _order.AddLast(series);
            _bytes += series.Size;
        }
        else
        {
            _order.Remove(series.Place!);
            _order.AddLast(series.Place!);
        }

        series.Add(measurement, CurrentInterval);
        _received++;
        while ((_series.Count > limits.Series || _bytes > limits.SeriesBytes) && _order.First is { } silent)
        {
            Forget(silent.Value);
            _forgotten++;
        }
    }

    private void ForgetSilent()
    {
        while (_order.First is { } first && first.Value.LastInterval <= CurrentInterval - Intervals)
        {
            Forget(first.Value);
        }
    }

    private void Forget(HeldSeries series)
    {
        _series.Remove(series.Key);
        _order.Remove(series.Place!);
        _bytes -= series.Size;
    }

    private static string Key(Measurement measurement)
    {
        const char separator = '\u001f';
        var key = new StringBuilder(measurement.Metric.Name)
            .Append(separator).Append(measurement.Metric.Scope)
            .Append(separator).Append(measurement.Source.Service)
            .Append(separator).Append(measurement.Source.Instance);
        foreach (var (name, value) in measurement.Attributes)
        {
            key.Append(separator).Append(name).Append('=').Append(value);
        }

        return key.ToString();
    }
}
