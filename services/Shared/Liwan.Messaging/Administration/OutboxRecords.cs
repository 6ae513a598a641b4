using Liwan.Events.V1;
using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>
/// What an operator asks of the outbox. It is written without the lease: a statement touches rows only in a state in which
/// the relay leaves them alone (parked, waiting for the next attempt, sent), and the relay's own writes go by id and state.
/// A failure that it notes a moment after a redrive counts as the first of the new attempts.
/// </summary>
internal static class OutboxRecords
{
    private const string Columns = $"""
        o.id AS {nameof(OutboxRecord.Id)}, o.position AS {nameof(OutboxRecord.Position)}, o.message_id AS {nameof(OutboxRecord.MessageId)},
        o.event_type AS {nameof(OutboxRecord.EventType)}, o.report AS {nameof(OutboxRecord.Report)}, o.sequence AS {nameof(OutboxRecord.Sequence)},
        o.create_time AS {nameof(OutboxRecord.CreateTime)}, o.send_time AS {nameof(OutboxRecord.SendTime)}, o.attempts AS {nameof(OutboxRecord.Attempts)},
        o.retry_time AS {nameof(OutboxRecord.RetryTime)}, o.park_time AS {nameof(OutboxRecord.ParkTime)}, o.error AS {nameof(OutboxRecord.Error)}
        """;

    private const string Redrivable = "send_time IS NULL AND (park_time IS NOT NULL OR attempts > 0)";
    private const string Sent = "send_time < @before";
    private const string SentOrApplied = "(send_time < @before OR (apply_time < @before AND send_time IS NULL AND park_time IS NULL))";

    private sealed record AppliedSink
    {
        public long OutboxId { get; init; }

        public string Sink { get; init; } = string.Empty;
    }

    private sealed record Purgeable
    {
        public int Number { get; init; }

        public long? LastPosition { get; init; }
    }

    /// <summary>Lists events by position, those without one last. In a session that sees one state of the database.</summary>
    public static async Task<IReadOnlyList<OutboxRecord>> ListAsync(DbSession session, OutboxEvent.Types.State state, OutboxPlace after, int limit)
    {
        var rows = new List<OutboxRecord>();
        if (!after.IsUnplaced)
        {
            rows.AddRange(await session.QueryAsync<OutboxRecord>(
                $"SELECT {Columns} FROM messaging_outbox AS o WHERE o.position > @after{InState(state)} ORDER BY o.position {session.Dialect.First(nameof(limit))}",
                new { after = after.Key, limit }));
        }

        if (rows.Count < limit)
        {
            rows.AddRange(await session.QueryAsync<OutboxRecord>(
                $"SELECT {Columns} FROM messaging_outbox AS o WHERE o.position IS NULL AND o.id > @after{InState(state)} ORDER BY o.id {session.Dialect.First(nameof(limit))}",
                new { after = after.IsUnplaced ? after.Key : 0, limit = limit - rows.Count }));
        }

        return await WithSinksAsync(session, rows);
    }

    /// <summary>Finds an event. In a session that sees one state of the database.</summary>
    public static async Task<OutboxRecord?> FindAsync(DbSession session, string messageId)
    {
        var rows = await session.QueryAsync<OutboxRecord>($"SELECT {Columns} FROM messaging_outbox AS o WHERE o.message_id = @messageId", new { messageId });
        return (await WithSinksAsync(session, rows)).SingleOrDefault();
    }

    /// <summary>The message ids among some that are known.</summary>
    public static Task<IReadOnlyList<string>> KnownAsync(DbSession session, IReadOnlyCollection<string> messageIds) =>
        session.QueryAsync<string>("SELECT message_id FROM messaging_outbox WHERE message_id IN @messageIds", new { messageIds });

    /// <summary>The message ids among some whose events are parked or failing.</summary>
    public static Task<IReadOnlyList<string>> RedrivableAsync(DbSession session, IReadOnlyCollection<string> messageIds) =>
        session.QueryAsync<string>($"SELECT message_id FROM messaging_outbox WHERE message_id IN @messageIds AND {Redrivable}", new { messageIds });

    /// <summary>Has parked and failing events tried again at once.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="messageIds">Which; null: all.</param>
    public static Task<int> RedriveAsync(DbSession session, IReadOnlyCollection<string>? messageIds) =>
        session.ExecuteAsync(
            $"""
            UPDATE messaging_outbox SET park_time = NULL, attempts = 0, retry_time = 0
            WHERE {Redrivable}{(messageIds is null ? string.Empty : " AND message_id IN @messageIds")}
            """,
            new { messageIds });

    /// <summary>Has events that were sent sent once more, in the order of the feed and with the ids they had.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="range">Which.</param>
    /// <param name="now">Microseconds since 1970 UTC.</param>
    public static Task<int> ReplayAsync(DbSession session, ReplayRange range, long now) =>
        session.ExecuteAsync(
            $"""
            UPDATE messaging_outbox SET send_time = NULL, attempts = 0, retry_time = 0, replay_time = @now
            WHERE send_time IS NOT NULL AND create_time >= @Start AND create_time < @End{(range.Report.Length == 0 ? string.Empty : " AND report = @Report")}
            """,
            new { range.Start, range.End, range.Report, now });

    /// <summary>How many events <see cref="PurgeAsync"/> would forget.</summary>
    public static async Task<int> CountPurgeableAsync(DbSession session, long before, bool hasBroker) => (await PurgeableAsync(session, before, hasBroker)).Number;

    /// <summary>Forgets events that were sent before a time; where there is no broker also those that every consumer of the suite had.</summary>
    public static async Task<int> PurgeAsync(DbSession session, long before, bool hasBroker)
    {
        var purgeable = await PurgeableAsync(session, before, hasBroker);
        if (purgeable.LastPosition is not { } last)
        {
            return 0;
        }

        await MessagingRetention.RaisePurgedPositionAsync(session, last);
        await session.ExecuteAsync(
            $"DELETE FROM messaging_outbox_sink WHERE outbox_id IN (SELECT id FROM messaging_outbox WHERE {Old(hasBroker)})", new { before });
        return await session.ExecuteAsync($"DELETE FROM messaging_outbox WHERE {Old(hasBroker)}", new { before });
    }

    private static async Task<Purgeable> PurgeableAsync(DbSession session, long before, bool hasBroker) =>
        await session.QuerySingleOrDefaultAsync<Purgeable>(
            $"""
            SELECT COUNT(*) AS {nameof(Purgeable.Number)}, MAX(position) AS {nameof(Purgeable.LastPosition)} FROM messaging_outbox WHERE {Old(hasBroker)}
            """,
            new { before }) ?? new Purgeable();

    private static string Old(bool hasBroker) => hasBroker ? Sent : SentOrApplied;

    private static string InState(OutboxEvent.Types.State state) => state switch
    {
        OutboxEvent.Types.State.Sent => " AND o.send_time IS NOT NULL",
        OutboxEvent.Types.State.Parked => " AND o.send_time IS NULL AND o.park_time IS NOT NULL",
        OutboxEvent.Types.State.Failing => " AND o.send_time IS NULL AND o.park_time IS NULL AND o.attempts > 0",
        OutboxEvent.Types.State.Pending => " AND o.send_time IS NULL AND o.park_time IS NULL AND o.attempts = 0",
        _ => string.Empty,
    };

    private static async Task<IReadOnlyList<OutboxRecord>> WithSinksAsync(DbSession session, IReadOnlyList<OutboxRecord> rows)
    {
        if (rows.Count == 0)
        {
            return rows;
        }

        var sinks = (await session.QueryAsync<AppliedSink>(
            $"""
            SELECT outbox_id AS {nameof(AppliedSink.OutboxId)}, sink AS {nameof(AppliedSink.Sink)} FROM messaging_outbox_sink
            WHERE outbox_id IN @ids AND apply_time IS NOT NULL ORDER BY outbox_id, sink
            """,
            new { ids = rows.Select(row => row.Id) })).ToLookup(applied => applied.OutboxId, applied => applied.Sink);
        return [.. rows.Select(row => row with { AppliedSinks = [.. sinks[row.Id]] })];
    }
}

/// <summary>A place in the list of the outbox.</summary>
/// <param name="IsUnplaced">Whether it is among the events without a position, which come last.</param>
/// <param name="Key">The position; without one the id.</param>
internal sealed record OutboxPlace(bool IsUnplaced, long Key)
{
    /// <summary>Before the first event.</summary>
    public static readonly OutboxPlace Before = new(false, 0);

    public static OutboxPlace Of(OutboxRecord row) => row.Position is { } position ? new(false, position) : new(true, row.Id);
}

/// <summary>Which events are sent once more.</summary>
/// <param name="Start">Made at or after this time; microseconds since 1970 UTC.</param>
/// <param name="End">Made before this time.</param>
/// <param name="Report">Of this report only; empty: of all.</param>
internal sealed record ReplayRange(long Start, long End, string Report);
