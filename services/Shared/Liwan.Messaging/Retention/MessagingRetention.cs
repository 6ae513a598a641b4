using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>Forgets messages after their time. What somebody has still to get is never forgotten.</summary>
internal static class MessagingRetention
{
    private sealed record Forgettable
    {
        public long Id { get; init; }

        public long Position { get; init; }
    }

    /// <summary>Forgets what the broker took before a time.</summary>
    public static async Task<int> ForgetSentAsync(DbSession session, long before, int limit) =>
        await ForgetAsync(session, await session.QueryAsync<Forgettable>(
            $"""
            SELECT id AS {nameof(Forgettable.Id)}, position AS {nameof(Forgettable.Position)} FROM messaging_outbox
            WHERE send_time < @before ORDER BY send_time, position {session.Dialect.First(nameof(limit))}
            """,
            new { before, limit }));

    /// <summary>
    /// Forgets what every consumer of the suite had before a time. Only where no broker is configured: there nobody else could
    /// ever get it but those who watch the feed, and they have had as long as where there is one.
    /// </summary>
    public static async Task<int> ForgetAppliedAsync(DbSession session, long before, int limit) =>
        await ForgetAsync(session, await session.QueryAsync<Forgettable>(
            $"""
            SELECT id AS {nameof(Forgettable.Id)}, position AS {nameof(Forgettable.Position)} FROM messaging_outbox
            WHERE apply_time < @before AND send_time IS NULL AND park_time IS NULL ORDER BY apply_time, position {session.Dialect.First(nameof(limit))}
            """,
            new { before, limit }));

    public static Task<int> ForgetInboxAsync(DbSession session, long before, int limit) =>
        session.ExecuteAsync(
            $"""
            DELETE FROM messaging_inbox WHERE receive_time < @before AND message_id IN (
                SELECT message_id FROM messaging_inbox WHERE receive_time < @before ORDER BY receive_time {session.Dialect.First(nameof(limit))})
            """,
            new { before, limit });

    /// <summary>Notes up to where the feed is no longer whole, so that who is not that far hears of it.</summary>
    internal static Task RaisePurgedPositionAsync(DbSession session, long position) =>
        session.ExecuteAsync(
            "UPDATE messaging_lease SET purged_position = @position WHERE name = 'outbox-relay' AND purged_position < @position", new { position });

    private static async Task<int> ForgetAsync(DbSession session, IReadOnlyList<Forgettable> rows)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        var ids = rows.Select(row => row.Id);
        await RaisePurgedPositionAsync(session, rows.Max(row => row.Position));
        await session.ExecuteAsync("DELETE FROM messaging_outbox_sink WHERE outbox_id IN @ids", new { ids });
        return await session.ExecuteAsync("DELETE FROM messaging_outbox WHERE id IN @ids", new { ids });
    }
}
