using System.Diagnostics.Metrics;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>What an operator must see of the outbox. A relay that stands by reports nothing.</summary>
internal sealed class RelayMetrics : IDisposable
{
    private readonly Meter _meter = new(TelemetryNames.MessagingSource);
    private readonly TimeProvider _time;
    private volatile OutboxBacklog? _backlog;

    public RelayMetrics(TimeProvider time)
    {
        _time = time;
        _meter.CreateObservableGauge("liwan.outbox.unsent", () => Measure(backlog => (double)backlog.Unsent), "{event}", "Events the broker has not taken.");
        _meter.CreateObservableGauge("liwan.outbox.parked", () => Measure(backlog => (double)backlog.Parked), "{event}", "Events that wait for an operator.");
        _meter.CreateObservableGauge("liwan.outbox.oldest_unsent_age", () => Measure(Age), "s", "Age of the oldest event the broker has not taken.");
    }

    /// <summary>The last look at the outbox; null while this relay stands by.</summary>
    public OutboxBacklog? Backlog
    {
        get => _backlog;
        set => _backlog = value;
    }

    public void Dispose() => _meter.Dispose();

    private double Age(OutboxBacklog backlog) =>
        backlog.OldestCreateTime is { } oldest ? Math.Max(0, (_time.GetUtcNow() - UnixMicroseconds.ToDateTimeOffset(oldest)).TotalSeconds) : 0;

    private IEnumerable<Measurement<double>> Measure(Func<OutboxBacklog, double> value) =>
        _backlog is { } backlog ? [new Measurement<double>(value(backlog))] : [];
}
