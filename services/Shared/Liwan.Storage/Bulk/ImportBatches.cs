using Google.Protobuf;
using Liwan.Bulk.V1;

namespace Liwan.Storage.Bulk;

/// <summary>Which import a stream works on.</summary>
/// <param name="Caller">The identity of the caller; empty while callers have none.</param>
/// <param name="Method">The full method name.</param>
/// <param name="ImportId">The client's UUID4.</param>
internal sealed record ImportKey(string Caller, string Method, string ImportId);

/// <summary>
/// The batches of imports, each kept in the transaction of its items. Several streams of one import cannot write the same
/// batch: its row is reserved first, under the index that the import had reached.
/// </summary>
internal static class ImportBatches
{
    private const string OfImport = "caller = @Caller AND method = @Method AND import_id = @ImportId";

    // Rows that are read back at a time, each with the outcomes of a batch.
    private const int Most = 20;

    private sealed record Head
    {
        public long NextIndex { get; init; }

        public int Mode { get; init; }
    }

    private sealed record Stored
    {
        public long FirstIndex { get; init; }

        public required byte[] Outcomes { get; init; }
    }

    /// <summary>Returns how far an import is, and in which mode; null before its first batch.</summary>
    public static async Task<(long NextIndex, ImportSettings.Types.Mode Mode)?> FindAsync(DbSession session, ImportKey import)
    {
        var head = await session.QuerySingleOrDefaultAsync<Head>(
            $"""
            SELECT next_index AS {nameof(Head.NextIndex)}, mode AS {nameof(Head.Mode)} FROM import_batch
            WHERE {OfImport} ORDER BY first_index DESC {session.Dialect.First("one")}
            """,
            new { import.Caller, import.Method, import.ImportId, one = 1 });
        return head is null ? null : (head.NextIndex, (ImportSettings.Types.Mode)head.Mode);
    }

    /// <summary>Reserves the batch that begins where the import stands; a unique violation if another stream has it.</summary>
    public static Task ReserveAsync(DbSession session, ImportKey import, ImportSettings.Types.Mode mode, long first, long next, long now) =>
        session.ExecuteAsync(
            """
            INSERT INTO import_batch (caller, method, import_id, first_index, next_index, mode, create_time)
            VALUES (@Caller, @Method, @ImportId, @first, @next, @mode, @now)
            """,
            new { import.Caller, import.Method, import.ImportId, first, next, mode = (int)mode, now });

    /// <summary>Keeps the outcomes of a reserved batch.</summary>
    public static Task KeepAsync(DbSession session, ImportKey import, long first, IReadOnlyList<ImportOutcome> outcomes) =>
        session.ExecuteAsync(
            $"UPDATE import_batch SET outcomes = @outcomes WHERE {OfImport} AND first_index = @first",
            new { import.Caller, import.Method, import.ImportId, first, outcomes = new ImportProgress { Outcomes = { outcomes } }.ToByteArray() });

    /// <summary>Deletes the oldest batches that were written before a time; those of the same moment go together.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="before">Microseconds since 1970 UTC.</param>
    /// <param name="limit">About how many at the most.</param>
    public static Task<int> ForgetAsync(DbSession session, long before, int limit) =>
        session.ExecuteAsync(
            $"""
            DELETE FROM import_batch WHERE create_time < @before AND create_time <= (
                SELECT MAX(oldest.create_time) FROM (
                    SELECT create_time FROM import_batch WHERE create_time < @before ORDER BY create_time {session.Dialect.First(nameof(limit))}
                ) AS oldest)
            """,
            new { before, limit });

    /// <summary>Reads the outcomes from an index on, batch by batch.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<ImportOutcome>> ReadAsync(
        Database database, ImportKey import, long from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<Stored> batches;
        var after = -1L;
        do
        {
            batches = await database.ReadAsync(
                session => session.QueryAsync<Stored>(
                    $"""
                    SELECT first_index AS {nameof(Stored.FirstIndex)}, outcomes AS {nameof(Stored.Outcomes)} FROM import_batch
                    WHERE {OfImport} AND first_index > @after AND next_index > @from
                    ORDER BY first_index {session.Dialect.First("take")}
                    """,
                    new { import.Caller, import.Method, import.ImportId, after, from, take = Most }),
                cancellationToken);
            foreach (var batch in batches)
            {
                after = batch.FirstIndex;
                yield return [.. ImportProgress.Parser.ParseFrom(batch.Outcomes).Outcomes.Where(outcome => outcome.Index >= from)];
            }
        }
        while (batches.Count == Most);
    }
}
