using System.Diagnostics;
using Liwan.Events.V1;
using Liwan.Storage;
using Microsoft.Extensions.Logging;

namespace Liwan.Messaging;

/// <summary>
/// Delivers the outbox to one sink while the broker takes nothing. Nothing is parked here: an event that a sink cannot
/// apply holds back its own report at this sink only, and goes over the broker anyway once that returns.
/// </summary>
internal sealed partial class SinkLane(
    EventSink sink,
    BrokerLink? link,
    OutboxTable outbox,
    RelayLease lease,
    RelayMetrics metrics,
    OutboxRelayOptions options,
    TimeProvider time,
    ILogger<SinkLane> logger)
{
    private const string Transport = "grpc";


    private readonly WakeUp _wake = new(time);
    private readonly HashSet<long> _failing = [];
    private long _after;
    private bool _down;

    public void Wake() => _wake.Call();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        var resumed = false;
        while (true)
        {
            try
            {
                if (!resumed)
                {
                    _failing.UnionWith(await outbox.FailingAtSinkAsync(sink.Consumer, cancellationToken));
                    resumed = true;
                }

                var rows = BrokerTakesNothing() ? await NextAsync(cancellationToken) : [];
                if (rows.Count == 0)
                {
                    // Nothing to deliver says nothing about the sink.
                    _down = false;
                    await _wake.WaitAsync(options.PollInterval, cancellationToken);
                }
                else
                {
                    await DeliverAsync(rows, cancellationToken);
                    Down(null);
                }

                failures = 0;
            }
            catch (Exception e) when (e is not LeaseLostException && !cancellationToken.IsCancellationRequested)
            {
                Down(e.Message);
                failures++;
                await Task.Delay(Backoff.After(failures, options.FirstBackoff, options.MaxBackoff), time, cancellationToken);
            }
        }
    }

    private bool BrokerTakesNothing() => link is null || link.DownFor > options.BrokerGrace;

    private Task<IReadOnlyList<OutboxRow>> NextAsync(CancellationToken cancellationToken) =>
        outbox.ForSinkAsync(sink.Consumer, sink.EventTypes, _after, EventSinkMethods.MaxEvents, cancellationToken);

    private async Task DeliverAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        if (!lease.Runs)
        {
            throw new LeaseLostException();
        }

        try
        {
            await ApplyAsync(rows, cancellationToken);
        }
        catch (Exception e) when (!EventSink.IsDown(e) && !cancellationToken.IsCancellationRequested)
        {
            await DeliverSinglyAsync(rows, cancellationToken);
            return;
        }

        await AppliedAsync(rows);
    }

    // One of them was refused, and the answer does not say which.
    private async Task DeliverSinglyAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var applied = new List<OutboxRow>();
        var held = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var row in rows.Where(row => !held.Contains(row.Report)))
            {
                try
                {
                    await ApplyAsync([row], cancellationToken);
                    applied.Add(row);
                }
                catch (Exception e) when (!EventSink.IsDown(e) && !cancellationToken.IsCancellationRequested)
                {
                    held.Add(row.Report);
                    _failing.Add(row.Id);
                    var backoff = Backoff.After(row.Attempts + 1, options.FirstBackoff, options.MaxEventBackoff);
                    await outbox.MarkFailedAtSinkAsync(sink.Consumer, new RowFailure(row, e.Message), backoff, cancellationToken);
                    metrics.Failed(Transport, sink.Consumer);
                    LogRefused(sink.Consumer, row.EventType, row.MessageId, row.Report, row.Attempts + 1, e.Message);
                }
            }
        }
        finally
        {
            await AppliedAsync(applied);
        }
    }

    private async Task AppliedAsync(IReadOnlyList<OutboxRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await outbox.MarkAppliedAsync(sink.Consumer, rows, CancellationToken.None);
        metrics.Delivered(Transport, rows, _ => sink.Consumer);
        foreach (var row in rows)
        {
            _failing.Remove(row.Id);
        }

        // Nothing is left below, so the next search need not begin there.
        _after = _failing.Count == 0 ? Math.Max(_after, rows[^1].Position) : _after;
    }

    private async Task ApplyAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var spans = new List<Activity>(rows.Count);
        var around = Activity.Current;
        try
        {
            var events = new List<Event>(rows.Count);
            foreach (var row in rows)
            {
                var span = MessagingTelemetry.StartSend(row, Transport, sink.Consumer);
                if (span is not null)
                {
                    spans.Add(span);
                }

                EventContract.TryFind(row.EventType, out var contract);
                events.Add(EventMessages.ToMessage(contract!, row.Payload, span?.Id ?? row.Traceparent, row.Tracestate));
            }

            // The call carries many traces, so it belongs to none of them.
            Activity.Current = around;
            await sink.ApplyAsync(events, cancellationToken);
        }
        finally
        {
            spans.ForEach(span => span.Dispose());
            Activity.Current = around;
        }
    }

    private void Down(string? reason)
    {
        if (reason is not null && !_down)
        {
            LogDown(sink.Consumer, reason);
        }
        else if (reason is null && _down)
        {
            LogUp(sink.Consumer);
        }

        _down = reason is not null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event sink of {Sink} cannot be reached ({Reason}); its events wait in the outbox.")]
    private partial void LogDown(string sink, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The event sink of {Sink} is reached again.")]
    private partial void LogUp(string sink);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The event sink of {Sink} refused {EventType} {MessageId} of {Report} (attempt {Attempt}): {Reason}")]
    private partial void LogRefused(string sink, string eventType, string messageId, string report, int attempt, string reason);
}
