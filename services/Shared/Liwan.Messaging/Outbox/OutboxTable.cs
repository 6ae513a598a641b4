using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>What the relay asks of the outbox. Everything that is written is written under the lease.</summary>
internal sealed class OutboxTable(Database database, RelayLease lease, TimeProvider time)
{
    private const int MaxErrorLength = 2000;

    private const string Columns = $"""
        o.id AS {nameof(OutboxRow.Id)}, o.position AS {nameof(OutboxRow.Position)}, o.message_id AS {nameof(OutboxRow.MessageId)},
        o.event_type AS {nameof(OutboxRow.EventType)}, o.report AS {nameof(OutboxRow.Report)}, o.sequence AS {nameof(OutboxRow.Sequence)},
        o.payload AS {nameof(OutboxRow.Payload)}, o.traceparent AS {nameof(OutboxRow.Traceparent)}, o.tracestate AS {nameof(OutboxRow.Tracestate)},
        o.attempts AS {nameof(OutboxRow.Attempts)}, COALESCE(o.replay_time, o.create_time) AS {nameof(OutboxRow.WaitingSince)}
        """;

    private readonly string _first = database.Dialect.First("limit");

    private sealed record IdRange
    {
        public long? FirstId { get; init; }

        public long? LastId { get; init; }
    }

    public Task<bool> HasUnplacedAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => await session.QuerySingleOrDefaultAsync<long?>(
                $"SELECT id FROM messaging_outbox WHERE position IS NULL ORDER BY id {_first}", new { limit = 1 }) is not null,
            cancellationToken);

    /// <summary>
    /// Gives every committed row that has none its feed position: above all that were given before, in the order of the
    /// ids, with gaps. Rows that commit meanwhile with a lower id come the next time.
    /// </summary>
    /// <returns>Whether there was any.</returns>
    public Task<bool> PlaceAsync(CancellationToken cancellationToken) =>
        lease.WriteAsync(
            async session =>
            {
                var range = await session.QuerySingleOrDefaultAsync<IdRange>(
                    $"SELECT MIN(id) AS {nameof(IdRange.FirstId)}, MAX(id) AS {nameof(IdRange.LastId)} FROM messaging_outbox WHERE position IS NULL");
                if (range is not { FirstId: { } first, LastId: { } last })
                {
                    return false;
                }

                var parameters = new { first, last };
                await session.ExecuteAsync(
                    """
                    UPDATE messaging_outbox SET position = (SELECT last_position FROM messaging_lease WHERE name = 'outbox-relay') + 1 + id - @first
                    WHERE position IS NULL AND id >= @first AND id <= @last
                    """,
                    parameters);
                await session.ExecuteAsync(
                    "UPDATE messaging_lease SET last_position = last_position + 1 + @last - @first WHERE name = 'outbox-relay'", parameters);
                return true;
            },
            cancellationToken);

    /// <summary>The next rows for the broker, in feed order, without the reports that a failing row holds back.</summary>
    public Task<IReadOnlyList<OutboxRow>> ForBrokerAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<OutboxRow>(
                $"""
                SELECT {Columns} FROM messaging_outbox AS o
                WHERE o.send_time IS NULL AND o.position IS NOT NULL AND o.park_time IS NULL AND o.retry_time <= @now
                AND NOT EXISTS (
                    SELECT 1 FROM messaging_outbox AS e
                    WHERE e.report = o.report AND e.sequence < o.sequence
                    AND e.send_time IS NULL AND e.park_time IS NULL AND (e.retry_time > @now OR e.position IS NULL))
                ORDER BY o.position {_first}
                """,
                new { limit, now = time.Now() }),
            cancellationToken);

    public Task MarkSentAsync(IReadOnlyCollection<OutboxRow> rows, CancellationToken cancellationToken) =>
        lease.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE messaging_outbox SET send_time = @now, error = NULL WHERE id IN @ids",
                new { now = time.Now(), ids = rows.Select(row => row.Id) }),
            cancellationToken);

    /// <summary>Counts a failure of one row against it: it waits, or after too many it is parked.</summary>
    public Task MarkFailedAsync(RowFailure failure, TimeSpan backoff, bool park, CancellationToken cancellationToken) =>
        lease.WriteAsync(
            session =>
            {
                var now = time.Now();
                return session.ExecuteAsync(
                    "UPDATE messaging_outbox SET attempts = attempts + 1, retry_time = @retry, park_time = @parked, error = @error WHERE id = @id",
                    new
                    {
                        id = failure.Row.Id,
                        retry = now + (backoff.Ticks / TimeSpan.TicksPerMicrosecond),
                        parked = park ? now : (long?)null,
                        error = Shorten(failure.Error),
                    });
            },
            cancellationToken);

    /// <summary>
    /// The next rows for a sink, in feed order: of its events, not taken by the broker, not applied by the sink, without
    /// the reports that a failing row holds back there. <c>Attempts</c> are those of the sink.
    /// </summary>
    public Task<IReadOnlyList<OutboxRow>> ForSinkAsync(
        string sink, IReadOnlyCollection<string> eventTypes, long after, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<OutboxRow>(
                $"""
                SELECT {Columns.Replace("o.attempts", "COALESCE(s.attempts, 0)", StringComparison.Ordinal)} FROM messaging_outbox AS o
                LEFT JOIN messaging_outbox_sink AS s ON s.sink = @sink AND s.outbox_id = o.id
                WHERE o.position > @after AND o.send_time IS NULL AND o.event_type IN @eventTypes
                AND s.apply_time IS NULL AND (s.retry_time IS NULL OR s.retry_time <= @now)
                AND NOT EXISTS (
                    SELECT 1 FROM messaging_outbox AS e
                    INNER JOIN messaging_outbox_sink AS f ON f.sink = @sink AND f.outbox_id = e.id
                    WHERE e.report = o.report AND e.sequence < o.sequence
                    AND e.send_time IS NULL AND f.apply_time IS NULL AND f.retry_time > @now)
                ORDER BY o.position {_first}
                """,
                new { sink, eventTypes, after, limit, now = time.Now() }),
            cancellationToken);

    /// <summary>The rows that failed at a sink and are still to be applied there.</summary>
    public Task<IReadOnlyList<long>> FailingAtSinkAsync(string sink, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<long>(
                "SELECT outbox_id FROM messaging_outbox_sink WHERE sink = @sink AND apply_time IS NULL ORDER BY outbox_id", new { sink }),
            cancellationToken);

    /// <summary>Notes that a sink has rows, and of each that every sink of its event has, when that was.</summary>
    public Task MarkAppliedAsync(string sink, IReadOnlyCollection<OutboxRow> rows, CancellationToken cancellationToken) =>
        lease.WriteAsync(
            async session =>
            {
                var parameters = new { sink, now = time.Now(), ids = rows.Select(row => row.Id) };
                await session.ExecuteAsync(
                    "UPDATE messaging_outbox_sink SET apply_time = @now, error = NULL WHERE sink = @sink AND outbox_id IN @ids", parameters);
                await session.ExecuteAsync(
                    """
                    INSERT INTO messaging_outbox_sink (sink, outbox_id, apply_time, attempts, retry_time)
                    SELECT @sink, o.id, @now, 0, 0 FROM messaging_outbox AS o
                    WHERE o.id IN @ids
                    AND NOT EXISTS (SELECT 1 FROM messaging_outbox_sink AS s WHERE s.sink = @sink AND s.outbox_id = o.id)
                    """,
                    parameters);
                var applied = 0;
                foreach (var group in rows.GroupBy(row => Topology.ListenersOf(row.EventType)))
                {
                    applied += await session.ExecuteAsync(
                        """
                        UPDATE messaging_outbox SET apply_time = @now WHERE id IN @ids AND apply_time IS NULL
                        AND (SELECT COUNT(*) FROM messaging_outbox_sink AS s WHERE s.outbox_id = messaging_outbox.id AND s.apply_time IS NOT NULL) >= @listeners
                        """,
                        new { parameters.now, ids = group.Select(row => row.Id), listeners = group.Key });
                }

                return applied;
            },
            cancellationToken);

    public Task MarkFailedAtSinkAsync(string sink, RowFailure failure, TimeSpan backoff, CancellationToken cancellationToken) =>
        lease.WriteAsync(
            async session =>
            {
                var parameters = new
                {
                    sink,
                    id = failure.Row.Id,
                    retry = time.Now() + (backoff.Ticks / TimeSpan.TicksPerMicrosecond),
                    error = Shorten(failure.Error),
                };
                var known = await session.ExecuteAsync(
                    "UPDATE messaging_outbox_sink SET attempts = attempts + 1, retry_time = @retry, error = @error WHERE sink = @sink AND outbox_id = @id",
                    parameters);
                return known > 0 ? known : await session.ExecuteAsync(
                    "INSERT INTO messaging_outbox_sink (sink, outbox_id, attempts, retry_time, error) VALUES (@sink, @id, 1, @retry, @error)",
                    parameters);
            },
            cancellationToken);

    /// <summary>What waits for the broker; where there is none, for the suite's own consumers.</summary>
    public async Task<OutboxBacklog> BacklogAsync(bool hasBroker, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<OutboxBacklog>(
                $"""
                SELECT COUNT(*) AS {nameof(OutboxBacklog.Unsent)}, MIN(COALESCE(replay_time, create_time)) AS {nameof(OutboxBacklog.WaitingSince)},
                    COUNT(park_time) AS {nameof(OutboxBacklog.Parked)}
                FROM messaging_outbox WHERE send_time IS NULL{(hasBroker ? string.Empty : " AND (apply_time IS NULL OR park_time IS NOT NULL)")}
                """),
            cancellationToken) ?? new OutboxBacklog();

    private static string Shorten(string error) => error.Length <= MaxErrorLength ? error : error[..MaxErrorLength];
}

/// <summary>What waits in the outbox, for the metrics; what is parked counts as unsent.</summary>
internal sealed record OutboxBacklog
{
    public long Unsent { get; init; }

    /// <summary>When the oldest was made, or asked for again; microseconds since 1970 UTC.</summary>
    public long? WaitingSince { get; init; }

    public long Parked { get; init; }
}
