using Liwan.ServiceDefaults.Access;
using Liwan.Storage.Paging;
using Liwan.Storage.Rows;

namespace Liwan.Storage.Audit;

/// <summary>A seal with its entry; null if that is gone.</summary>
internal sealed record SealedEntry(AuditSeal Seal, AuditEntry? Entry);

/// <summary>Where the chain ends, and what its first seal follows.</summary>
internal sealed record AuditChain(AuditSeal Head, AuditSeal Anchor);

/// <summary>The audit trail in the database.</summary>
internal static class AuditTable
{
    private const string EntryColumns =
        $"""
        audit_entry.entry_id AS {nameof(AuditEntry.EntryId)}, create_time AS {nameof(AuditEntry.CreateTime)},
            caller AS {nameof(AuditEntry.Caller)}, on_behalf_of AS {nameof(AuditEntry.OnBehalfOf)},
            method AS {nameof(AuditEntry.Method)}, resource AS {nameof(AuditEntry.Resource)},
            etag_before AS {nameof(AuditEntry.EtagBefore)}, etag_after AS {nameof(AuditEntry.EtagAfter)},
            request_id AS {nameof(AuditEntry.RequestId)}, trace_id AS {nameof(AuditEntry.TraceId)},
            address AS {nameof(AuditEntry.Address)}, outcome AS {nameof(AuditEntry.Outcome)}
        """;

    private const string SealColumns =
        $"seal_number AS {nameof(AuditSeal.SealNumber)}, entry_id AS {nameof(AuditSeal.EntryId)}, hash AS {nameof(AuditSeal.Hash)}";

    private static readonly RowInsert<AuditEntry> EntryInsert = new RowInsert<AuditEntry>("audit_entry")
        .Text("entry_id", entry => entry.EntryId)
        .BigNumber("create_time", entry => entry.CreateTime)
        .Text("caller", entry => entry.Caller)
        .Text("on_behalf_of", entry => entry.OnBehalfOf)
        .Text("method", entry => entry.Method)
        .Text("resource", entry => entry.Resource)
        .Text("etag_before", entry => entry.EtagBefore)
        .Text("etag_after", entry => entry.EtagAfter)
        .Text("request_id", entry => entry.RequestId)
        .Text("trace_id", entry => entry.TraceId)
        .Text("address", entry => entry.Address)
        .Text("outcome", entry => entry.Outcome)
        .Number("sealed", _ => 0);

    private static readonly RowInsert<AuditSeal> SealInsert = new RowInsert<AuditSeal>("audit_seal")
        .BigNumber("seal_number", seal => seal.SealNumber)
        .Text("entry_id", seal => seal.EntryId)
        .Text("hash", seal => seal.Hash);

    private sealed record NumberRange
    {
        public long? First { get; init; }

        public long? Last { get; init; }
    }

    /// <summary>Writes the entries of a transaction.</summary>
    public static Task InsertAsync(DbSession session, IReadOnlyList<AuditedChange> changes, DateTimeOffset now)
    {
        var call = CurrentCall.Value ?? throw new InvalidOperationException("What is audited is done outside any call.");
        return session.InsertAsync(EntryInsert, [.. changes.Select(change => AuditEntry.Of(call, change, now))]);
    }

    public static async Task<Page<AuditEntry>> ListAsync(DbSession session, ListQuery<AuditEntry> query) =>
        Page.Cut(await query.FetchAsync<AuditEntry>(session, $"SELECT {EntryColumns} FROM audit_entry"), query.Size, entry => AuditMapping.Write(entry).CalculateSize());

    /// <summary>Where the chain ends and begins, in a session that sees one state of the database.</summary>
    public static async Task<AuditChain> FindChainAsync(DbSession session)
    {
        var one = new { count = 1 };
        var first = session.Dialect.First(nameof(one.count));
        var anchor = await session.QuerySingleOrDefaultAsync<AuditSeal>(
            $"SELECT seal_number AS {nameof(AuditSeal.SealNumber)}, '' AS {nameof(AuditSeal.EntryId)}, hash AS {nameof(AuditSeal.Hash)} FROM audit_anchor ORDER BY seal_number DESC {first}",
            one) ?? AuditSeal.Start;
        var head = await session.QuerySingleOrDefaultAsync<AuditSeal>($"SELECT {SealColumns} FROM audit_seal ORDER BY seal_number DESC {first}", one);
        return new AuditChain(head ?? anchor, anchor);
    }

    /// <summary>The entries that have no seal and may get one, the oldest first.</summary>
    public static Task<IReadOnlyList<AuditEntry>> FindUnsealedAsync(DbSession session, int count) =>
        session.QueryAsync<AuditEntry>(
            $"""
            SELECT {EntryColumns} FROM audit_entry
            WHERE sealed = 0 AND NOT EXISTS (SELECT 1 FROM audit_seal WHERE audit_seal.entry_id = audit_entry.entry_id)
            ORDER BY create_time, entry_id {session.Dialect.First(nameof(count))}
            """,
            new { count });

    /// <summary>Appends seals and marks their entries; false if one of them is not there, unsealed, any more.</summary>
    /// <exception cref="System.Data.Common.DbException">A unique violation if somebody else has sealed meanwhile.</exception>
    public static async Task<bool> SealAsync(DbSession session, IReadOnlyList<AuditSeal> seals)
    {
        await session.InsertAsync(SealInsert, seals);
        var marked = await session.ExecuteAsync(
            "UPDATE audit_entry SET sealed = 1 WHERE sealed = 0 AND entry_id IN @ids", new { ids = seals.Select(seal => seal.EntryId) });
        return marked == seals.Count;
    }

    /// <summary>The numbers of the seals of a time, from the first to the last; null if there is none.</summary>
    public static async Task<(long First, long Last)?> FindRangeAsync(DbSession session, long startTime, long endTime) =>
        await session.QuerySingleOrDefaultAsync<NumberRange>(
            $"""
            SELECT MIN(audit_seal.seal_number) AS {nameof(NumberRange.First)}, MAX(audit_seal.seal_number) AS {nameof(NumberRange.Last)}
            FROM audit_entry INNER JOIN audit_seal ON audit_seal.entry_id = audit_entry.entry_id
            WHERE audit_entry.create_time >= @startTime AND audit_entry.create_time < @endTime
            """,
            new { startTime, endTime }) is { First: { } first, Last: { } last } ? (first, last) : null;

    /// <summary>Seals with their entries, by number.</summary>
    public static async Task<IReadOnlyList<SealedEntry>> ReadAsync(DbSession session, long after, long last, int count)
    {
        // The seals by themselves: one whose entry is gone must show.
        var seals = await session.QueryAsync<AuditSeal>(
            $"""
            SELECT {SealColumns} FROM audit_seal WHERE seal_number > @after AND seal_number <= @last
            ORDER BY seal_number {session.Dialect.First(nameof(count))}
            """,
            new { after, last, count });
        var entries = new Dictionary<string, AuditEntry>(StringComparer.Ordinal);
        foreach (var chunk in seals.Select(seal => seal.EntryId).Chunk(1000))
        {
            foreach (var entry in await session.QueryAsync<AuditEntry>($"SELECT {EntryColumns} FROM audit_entry WHERE entry_id IN @ids", new { ids = chunk }))
            {
                entries[entry.EntryId] = entry;
            }
        }

        return [.. seals.Select(seal => new SealedEntry(seal, entries.GetValueOrDefault(seal.EntryId)))];
    }

    /// <summary>Entries without a seal, whatever they are marked as, the oldest first.</summary>
    public static Task<IReadOnlyList<AuditEntry>> ReadUnsealedAsync(DbSession session, long startTime, long endTime, string afterId, int count) =>
        session.QueryAsync<AuditEntry>(
            $"""
            SELECT {EntryColumns} FROM audit_entry
            WHERE create_time >= @startTime AND create_time < @endTime AND entry_id > @afterId
              AND NOT EXISTS (SELECT 1 FROM audit_seal WHERE audit_seal.entry_id = audit_entry.entry_id)
            ORDER BY entry_id {session.Dialect.First(nameof(count))}
            """,
            new { startTime, endTime, afterId, count });

    /// <summary>
    /// Forgets the beginning of the chain as far as its entries were written before a time, and leaves as an anchor what
    /// the rest follows. What was tampered with is not passed over.
    /// </summary>
    public static async Task<int> ForgetAsync(DbSession session, long before, int limit)
    {
        var oldest = await ReadAsync(session, 0, long.MaxValue, limit);
        var forgotten = oldest.TakeWhile(sealedEntry => sealedEntry.Entry?.CreateTime < before).Select(sealedEntry => sealedEntry.Seal).ToList();
        if (forgotten.Count == 0)
        {
            return 0;
        }

        var anchor = forgotten[^1];
        await session.ExecuteAsync(
            $"INSERT INTO audit_anchor (seal_number, hash, forget_time) SELECT @SealNumber, @Hash, {session.Dialect.NowMicroseconds}", anchor);
        await session.ExecuteAsync("DELETE FROM audit_anchor WHERE seal_number < @SealNumber", anchor);
        await session.ExecuteAsync("DELETE FROM audit_seal WHERE seal_number <= @SealNumber", anchor);
        foreach (var chunk in forgotten.Chunk(1000))
        {
            await session.ExecuteAsync("DELETE FROM audit_entry WHERE entry_id IN @ids", new { ids = chunk.Select(seal => seal.EntryId) });
        }

        return forgotten.Count;
    }
}
