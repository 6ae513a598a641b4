using Liwan.Storage;

namespace Liwan.Messaging;

/// <summary>An event in the feed.</summary>
internal sealed record FeedRow
{
    public required long Position { get; init; }

    public required string EventType { get; init; }

    public required string Payload { get; init; }

    public string? Traceparent { get; init; }

    public string? Tracestate { get; init; }
}

/// <summary>How far the feed reaches; both ends as positions.</summary>
internal sealed record FeedEnds
{
    /// <summary>The last position that was given. No event will ever get this one or one below.</summary>
    public long Last { get; init; }

    /// <summary>The highest position that was forgotten: only after it is the feed whole.</summary>
    public long Purged { get; init; }
}

/// <summary>Reads the outbox as a feed, each page as one state of the database.</summary>
internal static class FeedTable
{
    public static async Task<FeedEnds> EndsAsync(DbSession session) =>
        await session.QuerySingleOrDefaultAsync<FeedEnds>(
            $"""
            SELECT last_position AS {nameof(FeedEnds.Last)}, purged_position AS {nameof(FeedEnds.Purged)}
            FROM messaging_lease WHERE name = 'outbox-relay'
            """) ?? throw new InvalidOperationException("messaging_lease has no row of the relay.");

    /// <summary>The ends, and the first events after a position.</summary>
    /// <param name="session">Sees one state of the database: what has a position up to the last one is there or forgotten.</param>
    /// <param name="after">The position.</param>
    /// <param name="departments">Whose events; null: all.</param>
    /// <param name="limit">How many at the most.</param>
    public static async Task<(FeedEnds Ends, IReadOnlyList<FeedRow> Rows)> ReadAsync(
        DbSession session, long after, IReadOnlyCollection<string>? departments, int limit)
    {
        var ends = await EndsAsync(session);
        var rows = await session.QueryAsync<FeedRow>(
            $"""
            SELECT o.position AS {nameof(FeedRow.Position)}, o.event_type AS {nameof(FeedRow.EventType)}, o.payload AS {nameof(FeedRow.Payload)},
                o.traceparent AS {nameof(FeedRow.Traceparent)}, o.tracestate AS {nameof(FeedRow.Tracestate)}
            FROM messaging_outbox AS o WHERE o.position > @after{(departments is null ? string.Empty : " AND o.department IN @departments")}
            ORDER BY o.position {session.Dialect.First(nameof(limit))}
            """,
            new { after, departments, limit });
        return (ends, rows);
    }
}
