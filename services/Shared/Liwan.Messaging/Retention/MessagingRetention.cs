using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>Forgets messages after their time. What the broker has not taken is never forgotten.</summary>
internal static class MessagingRetention
{
    public static async Task<int> ForgetOutboxAsync(DbSession session, long before, int limit)
    {
        var ids = await session.QueryAsync<long>(
            $"SELECT id FROM messaging_outbox WHERE send_time < @before ORDER BY send_time, position {session.Dialect.First(nameof(limit))}",
            new { before, limit });
        if (ids.Count == 0)
        {
            return 0;
        }

        await session.ExecuteAsync("DELETE FROM messaging_outbox_sink WHERE outbox_id IN @ids", new { ids });
        return await session.ExecuteAsync("DELETE FROM messaging_outbox WHERE id IN @ids", new { ids });
    }

    public static Task<int> ForgetInboxAsync(DbSession session, long before, int limit) =>
        session.ExecuteAsync(
            $"""
            DELETE FROM messaging_inbox WHERE receive_time < @before AND message_id IN (
                SELECT message_id FROM messaging_inbox WHERE receive_time < @before ORDER BY receive_time {session.Dialect.First(nameof(limit))})
            """,
            new { before, limit });
}
