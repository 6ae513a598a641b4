using System.Security.Cryptography;
using Google.Protobuf;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Ledger;

/// <summary>
/// Makes mutations idempotent (AIP-155): the first answer to a request id is kept in the transaction of the change and
/// given to every repeat; the same id with another payload is refused.
/// </summary>
/// <param name="database">The service's own database.</param>
/// <param name="time">The clock.</param>
public sealed class RequestLedger(Database database, TimeProvider time)
{
    private sealed record Entry
    {
        public required byte[] PayloadSha256 { get; init; }

        public byte[]? Answer { get; init; }
    }

    private sealed class TakenException : Exception;

    /// <summary>Runs a mutation once per request id; with an empty id it just runs it.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TPrepared">What is gathered before the transaction.</typeparam>
    /// <typeparam name="TAnswer">The answer.</typeparam>
    /// <param name="call">Who calls what with which id.</param>
    /// <param name="prepare">Gathers what the change needs, outside any transaction; not run for a repeat.</param>
    /// <param name="write">The change, in one transaction.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ServiceException">REQUEST_ID_INVALID or REQUEST_ID_REUSED.</exception>
    public async Task<TAnswer> ExecuteAsync<TRequest, TPrepared, TAnswer>(
        LedgerCall<TRequest> call,
        Func<Task<TPrepared>> prepare,
        Func<DbSession, TPrepared, Task<TAnswer>> write,
        CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(prepare);
        if (call.RequestId.Length == 0)
        {
            var ready = await prepare();
            return await database.WriteAsync(session => write(session, ready), cancellationToken);
        }

        call.Validate();
        var hash = SHA256.HashData(call.Request.ToByteArray());
        if (await FindAsync<TRequest, TAnswer>(call, hash, cancellationToken) is { } known)
        {
            return known;
        }

        var prepared = await prepare();
        try
        {
            return await database.WriteAsync(
                async session =>
                {
                    await ReserveAsync(session, call, hash);
                    var answer = await write(session, prepared);
                    await session.ExecuteAsync(
                        "UPDATE request_ledger SET answer = @answer WHERE caller = @Caller AND method = @Method AND request_id = @RequestId",
                        new { answer = answer.ToByteArray(), call.Caller, call.Method, call.RequestId });
                    return answer;
                },
                cancellationToken);
        }
        catch (TakenException)
        {
            return await FindAsync<TRequest, TAnswer>(call, hash, cancellationToken)
                ?? throw new InvalidOperationException($"The ledger entry of {call.Method} {call.RequestId} has no answer.");
        }
    }

    /// <summary>Runs a mutation that gathers nothing beforehand once per request id.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <typeparam name="TAnswer">The answer.</typeparam>
    /// <param name="call">Who calls what with which id.</param>
    /// <param name="write">The change, in one transaction.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public Task<TAnswer> ExecuteAsync<TRequest, TAnswer>(
        LedgerCall<TRequest> call,
        Func<DbSession, Task<TAnswer>> write,
        CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TAnswer : class, IMessage<TAnswer>, new() =>
        ExecuteAsync(call, () => Task.FromResult(true), (session, _) => write(session), cancellationToken);

    /// <summary>Deletes the oldest entries that were made before a time; those of the same moment go together.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="before">Microseconds since 1970 UTC.</param>
    /// <param name="limit">About how many at the most.</param>
    internal static Task<int> ForgetAsync(DbSession session, long before, int limit) =>
        session.ExecuteAsync(
            $"""
            DELETE FROM request_ledger WHERE create_time < @before AND create_time <= (
                SELECT MAX(oldest.create_time) FROM (
                    SELECT create_time FROM request_ledger WHERE create_time < @before ORDER BY create_time {session.Dialect.First(nameof(limit))}
                ) AS oldest)
            """,
            new { before, limit });

    private async Task ReserveAsync<TRequest>(DbSession session, LedgerCall<TRequest> call, byte[] hash)
        where TRequest : IMessage<TRequest>
    {
        try
        {
            await session.ExecuteAsync(
                """
                INSERT INTO request_ledger (caller, method, request_id, payload_sha256, create_time)
                VALUES (@Caller, @Method, @RequestId, @hash, @now)
                """,
                new { call.Caller, call.Method, call.RequestId, hash, now = time.Now() });
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new TakenException();
        }
    }

    private async Task<TAnswer?> FindAsync<TRequest, TAnswer>(LedgerCall<TRequest> call, byte[] hash, CancellationToken cancellationToken)
        where TRequest : IMessage<TRequest>
        where TAnswer : class, IMessage<TAnswer>, new()
    {
        var entry = await database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<Entry>(
                $"""
                SELECT payload_sha256 AS {nameof(Entry.PayloadSha256)}, answer AS {nameof(Entry.Answer)}
                FROM request_ledger WHERE caller = @Caller AND method = @Method AND request_id = @RequestId
                """,
                new { call.Caller, call.Method, call.RequestId }),
            cancellationToken);
        if (entry is null)
        {
            return null;
        }

        if (!entry.PayloadSha256.AsSpan().SequenceEqual(hash))
        {
            throw new ServiceException(new Violations().Add("request_id", ErrorCatalogue.RequestIdReused, ("value", call.RequestId)));
        }

        var answer = new TAnswer();
        answer.MergeFrom(entry.Answer);
        return answer;
    }
}
