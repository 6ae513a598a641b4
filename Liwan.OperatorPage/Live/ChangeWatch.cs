using System.Globalization;
using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Telemetry;

namespace Liwan.OperatorPage.Live;

/// <summary>Counts changes of the cluster, and reads those of telemetry.</summary>
internal sealed class ChangeWatch : IDisposable
{
    private readonly TelemetryStore _telemetry;
    private readonly IClusterView _cluster;
    private long _resources;

    public ChangeWatch(TelemetryStore telemetry, IClusterView cluster)
    {
        _telemetry = telemetry;
        _cluster = cluster;
        cluster.Changed += Count;
    }

    public SignalVersions Versions =>
        new(Interlocked.Read(ref _resources), _telemetry.Traces.Version, _telemetry.Logs.Version, _telemetry.Metrics.Version);

    public void Dispose() => _cluster.Changed -= Count;

    private void Count() => Interlocked.Increment(ref _resources);
}

/// <summary>How often each signal has changed.</summary>
internal readonly record struct SignalVersions(long Resources, long Traces, long Logs, long Metrics)
{
    private const char Separator = '.';

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is anything else.</summary>
    public static SignalVersions? Parse(string? text)
    {
        var numbers = (text ?? "").Split(Separator)
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null)
            .OfType<long>()
            .ToList();
        return numbers is [var resources, var traces, var logs, var metrics] ? new SignalVersions(resources, traces, logs, metrics) : null;
    }

    /// <summary>The names of the signals that have changed since, with spaces between.</summary>
    public string ChangesSince(SignalVersions before) => string.Join(' ', new[]
    {
        Resources != before.Resources ? "resources" : "",
        Traces != before.Traces ? "traces" : "",
        Logs != before.Logs ? "logs" : "",
        Metrics != before.Metrics ? "metrics" : "",
    }.Where(name => name.Length > 0));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Resources}{Separator}{Traces}{Separator}{Logs}{Separator}{Metrics}");
}
