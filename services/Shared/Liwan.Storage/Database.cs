using System.Data.Common;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Audit;

namespace Liwan.Storage;

/// <summary>The service's own database: opens connections, runs transactions, runs a transient failure again.</summary>
public sealed class Database : IDisposable
{
    private const int MaxAttempts = 5;
    private readonly ConnectionPool _connections;
    private readonly SemaphoreSlim? _writers;
    private readonly TimeProvider _time;

    static Database() => UnixMicrosecondsHandler.Register();

    /// <summary>Makes a database; nothing is opened yet.</summary>
    /// <param name="name">The name in telemetry and logs, such as <c>budgets</c>.</param>
    /// <param name="dialect">Which database it is.</param>
    /// <param name="connectionString">Where it is.</param>
    /// <param name="time">The clock of the audit trail; null for the system's.</param>
    public Database(string name, Dialect dialect, string connectionString, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        Name = name;
        Dialect = dialect;
        _time = time ?? TimeProvider.System;
        AuditWritten = new WakeUp(_time);
        _connections = new ConnectionPool(dialect, connectionString);
        // Waiting here is asynchronous; waiting inside SQLite would block a thread of the pool for each writer.
        _writers = dialect.SingleWriter ? new SemaphoreSlim(1, 1) : null;
    }

    /// <summary>The name in telemetry and logs.</summary>
    public string Name { get; }

    /// <summary>What differs between the databases.</summary>
    public Dialect Dialect { get; }

    /// <summary>Whether changes are in the audit trail. Only the benchmark that says what the trail costs sets it to false.</summary>
    internal bool IsAudited { get; set; } = true;

    /// <summary>Wakes who seals the entries of the audit trail.</summary>
    internal WakeUp AuditWritten { get; }

    /// <summary>
    /// Reads outside any transaction: for one query. Two queries may see different states of the database, see
    /// <see cref="ReadSnapshotAsync"/>.
    /// </summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="read">The queries.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public Task<T> ReadAsync<T>(Func<DbSession, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        return RetryAsync(
            async () =>
            {
                await using var rented = await _connections.RentAsync(cancellationToken);
                var result = await read(new DbSession(this, rented.Connection, null, cancellationToken));
                rented.Keep();
                return result;
            },
            cancellationToken);
    }

    /// <summary>Runs several queries that all see the same state of the database.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="read">The queries.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public Task<T> ReadSnapshotAsync<T>(Func<DbSession, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        return RetryAsync(
            async () =>
            {
                await using var rented = await _connections.RentAsync(cancellationToken);
                await using var transaction = await Dialect.BeginSnapshotAsync(rented.Connection, cancellationToken);
                var result = await read(new DbSession(this, rented.Connection, transaction, cancellationToken));
                await transaction.CommitAsync(CancellationToken.None);
                rented.Keep();
                return result;
            },
            cancellationToken);
    }

    /// <summary>
    /// Runs one transaction and commits it, with the audit entries of what it changes; any exception rolls it back. A transient failure runs it again from its
    /// start, so <paramref name="write"/> must do nothing but work on the session. A commit whose outcome nobody knows is
    /// not run again.
    /// </summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="write">The statements.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ServiceException">DATABASE_UNAVAILABLE; DATABASE_FULL; or OUTCOME_UNKNOWN: the connection broke during the commit.</exception>
    public async Task<T> WriteAsync<T>(Func<DbSession, Task<T>> write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (_writers is not null)
        {
            await _writers.WaitAsync(cancellationToken);
        }

        try
        {
            return await RetryAsync(
                async () =>
                {
                    await using var rented = await _connections.RentAsync(cancellationToken);
                    await using var transaction = await Dialect.BeginWriteAsync(rented.Connection, cancellationToken);
                    var session = new DbSession(this, rented.Connection, transaction, cancellationToken);
                    var result = await write(session);
                    await AuditAsync(session);
                    await CommitAsync(transaction);
                    rented.Keep();
                    session.Committed();
                    return result;
                },
                cancellationToken);
        }
        finally
        {
            _writers?.Release();
        }
    }

    /// <summary>Runs one transaction that has no result.</summary>
    /// <param name="write">The statements.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public Task WriteAsync(Func<DbSession, Task> write, CancellationToken cancellationToken) =>
        WriteAsync(
            async session =>
            {
                await write(session);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _writers?.Dispose();
        _connections.Dispose();
    }

    private async Task AuditAsync(DbSession session)
    {
        if (session.Changes.Count > 0 && IsAudited)
        {
            await AuditTable.InsertAsync(session, session.Changes, _time.Present());
            session.AfterCommit(AuditWritten.Call);
        }
    }

    private async Task CommitAsync(DbTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (DbException e) when (!Dialect.IsRolledBack(e))
        {
            throw new ServiceException(ErrorCatalogue.OutcomeUnknown, e);
        }
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> run, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await run();
            }
            catch (DbException e) when (cancellationToken.IsCancellationRequested)
            {
                // As SqlClient tells that a statement was cancelled.
                throw new OperationCanceledException(e.Message, e, cancellationToken);
            }
            catch (DbException e) when (Dialect.IsFull(e))
            {
                throw new ServiceException(ErrorCatalogue.DatabaseFull, e);
            }
            catch (DbException e) when (Dialect.IsTransient(e))
            {
                if (attempt == MaxAttempts)
                {
                    throw new ServiceException(ErrorCatalogue.DatabaseUnavailable, e);
                }

                // Spread out, so that those who were in each other's way are not again.
                await Task.Delay(TimeSpan.FromMilliseconds((10 << attempt) + Random.Shared.Next(10 << attempt)), cancellationToken);
            }
        }
    }
}
