namespace Liwan.OperatorPage.Telemetry;

/// <summary>The telemetry of the cluster's last minutes, in memory and within limits.</summary>
public sealed class TelemetryStore
{
    /// <summary>Makes an empty store.</summary>
    /// <param name="limits">How much it holds.</param>
    /// <param name="clock">The time.</param>
    public TelemetryStore(TelemetryLimits limits, TimeProvider clock)
    {
        Limits = limits;
        Traces = new TraceStore(limits);
        Logs = new LogStore(limits);
        Metrics = new MetricStore(limits, clock);
    }

    /// <summary>How much is held.</summary>
    public TelemetryLimits Limits { get; }

    /// <summary>The traces.</summary>
    public TraceStore Traces { get; }

    /// <summary>The log lines.</summary>
    public LogStore Logs { get; }

    /// <summary>The metrics.</summary>
    public MetricStore Metrics { get; }
}
