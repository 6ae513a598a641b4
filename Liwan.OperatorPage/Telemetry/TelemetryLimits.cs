namespace Liwan.OperatorPage.Telemetry;

/// <summary>How much of each signal is held: whichever of number and size is reached first makes the oldest go.</summary>
/// <remarks>Sizes are estimates of what the process needs for what it holds, in bytes.</remarks>
public sealed record TelemetryLimits
{
    /// <summary>Spans, of all traces together.</summary>
    public int Spans { get; init; } = 50_000;

    /// <summary>Spans of one trace; more of it are refused.</summary>
    public int SpansOfTrace { get; init; } = 5_000;

    /// <summary>Bytes of spans.</summary>
    public long SpanBytes { get; init; } = 128L << 20;

    /// <summary>Log lines.</summary>
    public int Logs { get; init; } = 50_000;

    /// <summary>Bytes of log lines.</summary>
    public long LogBytes { get; init; } = 64L << 20;

    /// <summary>Series of metrics: one for each metric, process and set of attributes.</summary>
    public int Series { get; init; } = 5_000;

    /// <summary>Bytes of series.</summary>
    public long SeriesBytes { get; init; } = 64L << 20;

    /// <summary>How long points of metrics are held.</summary>
    public TimeSpan MetricWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Each series holds one point for so long a time: its last.</summary>
    public TimeSpan MetricInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Characters of one text; longer ones are cut there and end with <c>…</c>.</summary>
    public int TextLength { get; init; } = 16_384;

    /// <summary>Attributes of one span, log line, event or process, events of a span, links of a span; more are left out.</summary>
    public int Attributes { get; init; } = 128;

    /// <summary>Points one series can hold.</summary>
    internal int PointsOfSeries => (int)(MetricWindow.Ticks / MetricInterval.Ticks);
}
