using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Messaging;

/// <summary>What a service does with the events it listens to.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It handles the events of reports; there is no delegate to confuse it with.")]
public interface IReportEventHandler
{
    /// <summary>
    /// Applies an event in the transaction that also marks it as received. What it throws rolls both back, and the event
    /// comes again.
    /// </summary>
    /// <param name="session">The transaction; the handler writes nowhere else.</param>
    /// <param name="reportEvent">The event.</param>
    Task ApplyAsync(DbSession session, ReportEvent reportEvent);
}

/// <summary>Which events of a report a consumer applies.</summary>
public enum EventSelection
{
    /// <summary>Those above every one applied before, for those who follow the state: what comes late does nothing.</summary>
    NewestOnly,

    /// <summary>Each once by its message id, in whatever order they come, for those who have work to do for each.</summary>
    EachOnce,
}

/// <summary>What became of an event that was received.</summary>
public enum EventOutcome
{
    /// <summary>The handler has applied it, now.</summary>
    Applied,

    /// <summary>It was received before; nothing was done.</summary>
    Duplicate,

    /// <summary>A later one of its report was applied before; nothing was done.</summary>
    Stale,
}

/// <summary>Makes every event have its effect once, however often and in whatever order it comes, by broker or by sink.</summary>
public sealed class Inbox
{
    private const int MaxAttempts = 3;

    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly IServiceScopeFactory _scopes;
    private readonly EventSelection _selection;

    internal Inbox(string consumer, EventSelection selection, Database database, TimeProvider time, IServiceScopeFactory scopes)
    {
        Consumer = consumer;
        _selection = selection;
        _database = database;
        _time = time;
        _scopes = scopes;
    }

    /// <summary>The name of the consumer, such as <c>budgets</c>.</summary>
    public string Consumer { get; }

    /// <summary>Applies an event unless it has had its effect, in a transaction of its own.</summary>
    /// <param name="reportEvent">The event.</param>
    /// <param name="parent">The span that sent it; default if it came without.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is half done then.</param>
    public async Task<EventOutcome> ReceiveAsync(ReportEvent reportEvent, ActivityContext parent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reportEvent);
        using var activity = MessagingTelemetry.StartProcess(Consumer, reportEvent, parent);
        try
        {
            var outcome = await ReceiveAsync(reportEvent, cancellationToken);
            activity?.SetTag(TelemetryNames.EventOutcome, outcome.ToString());
            return outcome;
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    private async Task<EventOutcome> ReceiveAsync(ReportEvent reportEvent, CancellationToken cancellationToken)
    {
        // In its own name, by broker and by sink alike: whoever delivers an event decides nothing.
        using var call = CurrentCall.Enter(new CurrentCall { Caller = Caller.Service(Consumer), Method = EventContract.Of(reportEvent).Name });
        for (var attempt = 1; ; attempt++)
        {
            await using var scope = _scopes.CreateAsyncScope();
            var handler = scope.ServiceProvider.GetRequiredService<IReportEventHandler>();
            try
            {
                return await _database.WriteAsync(session => ApplyAsync(session, handler, reportEvent), cancellationToken);
            }
            catch (Exception e) when (attempt < MaxAttempts && _database.Dialect.IsUniqueViolation(e))
            {
                // The same event came over both ways at the same moment; by now the other one is done.
            }
        }
    }

    private async Task<EventOutcome> ApplyAsync(DbSession session, IReportEventHandler handler, ReportEvent reportEvent)
    {
        var key = new { consumer = Consumer, messageId = reportEvent.MessageId.ToString("D"), now = _time.Now() };
        var received = await session.ExecuteAsync(
            """
            INSERT INTO messaging_inbox (consumer, message_id, receive_time)
            SELECT @consumer, @messageId, @now
            WHERE NOT EXISTS (SELECT 1 FROM messaging_inbox WHERE consumer = @consumer AND message_id = @messageId)
            """,
            key);
        if (received == 0)
        {
            return EventOutcome.Duplicate;
        }

        if (_selection == EventSelection.NewestOnly && !await IsNewestAsync(session, reportEvent))
        {
            return EventOutcome.Stale;
        }

        await handler.ApplyAsync(session, reportEvent);
        return EventOutcome.Applied;
    }

    private async Task<bool> IsNewestAsync(DbSession session, ReportEvent reportEvent)
    {
        var key = new { consumer = Consumer, report = reportEvent.Report, sequence = reportEvent.Sequence };
        var raised = await session.ExecuteAsync(
            "UPDATE messaging_inbox_report SET sequence = @sequence WHERE consumer = @consumer AND report = @report AND sequence < @sequence",
            key);
        if (raised > 0)
        {
            return true;
        }

        return await session.ExecuteAsync(
            """
            INSERT INTO messaging_inbox_report (consumer, report, sequence)
            SELECT @consumer, @report, @sequence
            WHERE NOT EXISTS (SELECT 1 FROM messaging_inbox_report WHERE consumer = @consumer AND report = @report)
            """,
            key) > 0;
    }
}
