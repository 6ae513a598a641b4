using System.Diagnostics;
using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>Where a change leaves its event, in its own transaction; the relay sends it on.</summary>
public sealed class Outbox
{
    private readonly TimeProvider _time;
    private readonly WakeUp _relay;

    internal Outbox(TimeProvider time, WakeUp relay)
    {
        _time = time;
        _relay = relay;
    }

    /// <summary>
    /// Adds an event to the caller's transaction, with the trace that is current, so that it is sent if and only if the
    /// change is committed.
    /// </summary>
    /// <param name="session">The transaction of the change. It must have changed the report's sequence already: that is what keeps two changes of one report apart.</param>
    /// <param name="reportEvent">The event.</param>
    public async Task AddAsync(DbSession session, ReportEvent reportEvent)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(reportEvent);
        session.AfterCommit(_relay.Call);
        var trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity : null;
        await session.ExecuteAsync(
            """
            INSERT INTO messaging_outbox (message_id, event_type, report, department, sequence, payload, traceparent, tracestate, create_time)
            VALUES (@messageId, @eventType, @report, @department, @sequence, @payload, @traceparent, @tracestate, @now)
            """,
            new
            {
                messageId = reportEvent.MessageId.ToString("D"),
                eventType = EventContract.Of(reportEvent).Name,
                report = reportEvent.Report,
                department = reportEvent.ReadReport().Department,
                sequence = reportEvent.Sequence,
                payload = ReportEventJson.Serialize(reportEvent),
                traceparent = trace?.Id,
                // W3C lets a tracestate that is too long be dropped.
                tracestate = trace?.TraceStateString is { Length: > 0 and <= 512 } state ? state : null,
                now = _time.Now(),
            });
    }
}
