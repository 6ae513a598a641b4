namespace Liwan.OperatorPage.Telemetry;

/// <summary>What a series was at the end of an interval.</summary>
/// <param name="Interval">Which interval: its number since 1970.</param>
/// <param name="Value">The value of a gauge, the sum of a counter since its process started, the sum of what a histogram measured.</param>
/// <param name="Count">How often a histogram measured; 0 of others.</param>
/// <param name="Buckets">How often it measured what lies below each bound, and above the last one; empty where it does not say.</param>
public sealed record MetricPoint(long Interval, double Value, long Count, IReadOnlyList<long> Buckets);

/// <summary>What kind of figures a series has.</summary>
public enum MetricKind
{
    /// <summary>A figure at a time.</summary>
    Gauge,

    /// <summary>A sum since the start of its process that goes up only.</summary>
    Counter,

    /// <summary>A sum that goes up and down.</summary>
    UpDownCounter,

    /// <summary>How often measurements fell between which bounds, since the start of its process.</summary>
    Histogram,
}

/// <summary>What series are of.</summary>
/// <param name="Name">The name, such as <c>http.server.request.duration</c>.</param>
/// <param name="Unit">The unit as UCUM writes it: <c>s</c>, <c>By</c>, <c>{request}</c>; empty where there is none.</param>
/// <param name="Description">What it is, in the words of who measures it.</param>
/// <param name="Kind">What kind of figures it has.</param>
/// <param name="Scope">The meter.</param>
public sealed record Metric(string Name, string Unit, string Description, MetricKind Kind, string Scope);

/// <summary>A measurement as a process sends it.</summary>
/// <param name="Metric">Of what.</param>
/// <param name="Source">By whom.</param>
/// <param name="Attributes">What of, in order of their names.</param>
/// <param name="Value">See <see cref="MetricPoint.Value"/>.</param>
/// <param name="Count">See <see cref="MetricPoint.Count"/>.</param>
/// <param name="Bounds">The upper bounds of the buckets but the last, rising.</param>
/// <param name="Buckets">See <see cref="MetricPoint.Buckets"/>.</param>
/// <param name="IsDelta">Whether the figures are those since the measurement before, not since the start.</param>
public sealed record Measurement(
    Metric Metric,
    TelemetrySource Source,
    IReadOnlyList<NamedValue> Attributes,
    double Value,
    long Count,
    IReadOnlyList<double> Bounds,
    IReadOnlyList<long> Buckets,
    bool IsDelta);
