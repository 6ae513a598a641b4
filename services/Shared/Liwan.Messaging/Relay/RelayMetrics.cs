using System.Diagnostics;
using System.Diagnostics.Metrics;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>What an operator must see of the outbox. A relay that stands by reports nothing.</summary>
internal sealed class RelayMetrics : IDisposable
{
    private readonly Meter _meter = new(TelemetryNames.MessagingSource);
    private readonly TimeProvider _time;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _delay;
    private volatile OutboxBacklog? _backlog;
    private volatile IReadOnlyDictionary<string, uint>? _deadLetters;

    public RelayMetrics(TimeProvider time)
    {
        _time = time;
        _meter.CreateObservableGauge(TelemetryNames.OutboxUnsent, () => Measure(backlog => (double)backlog.Unsent), "{event}", "Events the broker has not taken; where there is none, that a consumer of the suite has not.");
        _meter.CreateObservableGauge(TelemetryNames.OutboxParked, () => Measure(backlog => (double)backlog.Parked), "{event}", "Events that wait for an operator.");
        _meter.CreateObservableGauge(TelemetryNames.OutboxOldestUnsentAge, () => Measure(Age), "s", "Age of the oldest event that is not sent.");
        _meter.CreateObservableGauge(TelemetryNames.ConsumerDeadLetters, MeasureDeadLetters, "{event}", "Letters in the error queue of a consumer.");
        _sent = _meter.CreateCounter<long>(TelemetryNames.OutboxSent, "{event}", "Events delivered.");
        _failed = _meter.CreateCounter<long>(TelemetryNames.OutboxFailed, "{event}", "Deliveries that failed for a reason of the event's own.");
        _delay = _meter.CreateHistogram<double>(TelemetryNames.OutboxDelay, "s", "From the commit of an event to its delivery.");
    }

    /// <summary>The last look at the outbox; null while this relay stands by.</summary>
    public OutboxBacklog? Backlog
    {
        get => _backlog;
        set => _backlog = value;
    }

    /// <summary>The last look at the error queues, by consumer; null while this relay stands by, or the broker is not reached.</summary>
    public IReadOnlyDictionary<string, uint>? DeadLetters
    {
        get => _deadLetters;
        set => _deadLetters = value;
    }

    /// <summary>Counts rows that were delivered.</summary>
    /// <param name="system"><c>rabbitmq</c> or <c>grpc</c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="destination">The exchange or sink of a row.</param>
    public void Delivered(string system, IEnumerable<OutboxRow> rows, Func<OutboxRow, string> destination)
    {
        var now = _time.Now();
        foreach (var row in rows)
        {
            var tags = Tags(system, destination(row));
            _sent.Add(1, tags);
            _delay.Record(Math.Max(0, now - row.WaitingSince) / 1e6, tags);
        }
    }

    /// <summary>Counts a delivery that failed for a reason of the row's own.</summary>
    /// <param name="system"><c>rabbitmq</c> or <c>grpc</c>.</param>
    /// <param name="destination">The exchange or sink.</param>
    public void Failed(string system, string destination) => _failed.Add(1, Tags(system, destination));

    public void Dispose() => _meter.Dispose();

    private static TagList Tags(string system, string destination) => new()
    {
        { TelemetryNames.MessagingSystem, system },
        { TelemetryNames.MessagingDestinationName, destination },
    };

    private double Age(OutboxBacklog backlog) =>
        backlog.WaitingSince is { } oldest ? Math.Max(0, (_time.GetUtcNow() - UnixMicroseconds.ToDateTimeOffset(oldest)).TotalSeconds) : 0;

    private IEnumerable<Measurement<double>> Measure(Func<OutboxBacklog, double> value) =>
        _backlog is { } backlog ? [new Measurement<double>(value(backlog))] : [];

    private IEnumerable<Measurement<double>> MeasureDeadLetters() =>
        (_deadLetters ?? new Dictionary<string, uint>()).Select(
            letters => new Measurement<double>(letters.Value, new KeyValuePair<string, object?>(TelemetryNames.MessagingDestinationName, letters.Key)));
}
