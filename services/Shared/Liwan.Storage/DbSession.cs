using System.Data.Common;
using System.Diagnostics;
using Dapper;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage.Audit;
using Liwan.Storage.Rows;

namespace Liwan.Storage;

/// <summary>One connection, and for writes one transaction, with a span for every query.</summary>
public sealed class DbSession
{
    private static readonly ActivitySource Source = new(TelemetryNames.StorageSource);

    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly DbTransaction? _transaction;
    private List<Action>? _afterCommit;
    private List<AuditedChange>? _changes;

    internal DbSession(Database database, DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        _database = database;
        _connection = connection;
        _transaction = transaction;
        CancellationToken = cancellationToken;
    }

    /// <summary>What differs between the databases.</summary>
    public Dialect Dialect => _database.Dialect;

    /// <summary>Ends the session early; its transaction is then rolled back.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Runs a query and returns its rows in the order of the query.</summary>
    /// <typeparam name="T">The type of a row.</typeparam>
    /// <param name="sql">Portable SQL with named parameters.</param>
    /// <param name="parameters">The parameters, by name.</param>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        TraceAsync<IReadOnlyList<T>>(sql, parameters, async command => (await _connection.QueryAsync<T>(command)).AsList());

    /// <summary>Runs a query that gives one row or none.</summary>
    /// <typeparam name="T">The type of a row.</typeparam>
    /// <param name="sql">Portable SQL with named parameters.</param>
    /// <param name="parameters">The parameters, by name.</param>
    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters = null) =>
        TraceAsync(sql, parameters, command => _connection.QuerySingleOrDefaultAsync<T>(command));

    /// <summary>Runs a statement and returns the number of rows it touched. Given a list of parameters, runs it for each.</summary>
    /// <param name="sql">Portable SQL with named parameters.</param>
    /// <param name="parameters">The parameters, by name.</param>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        TraceAsync(sql, parameters, command => _connection.ExecuteAsync(command));

    /// <summary>Inserts rows, in as few statements as is best for the database.</summary>
    /// <typeparam name="T">What a row is made from.</typeparam>
    /// <param name="insert">Table and columns.</param>
    /// <param name="rows">The rows; may be none.</param>
    public async Task InsertAsync<T>(RowInsert<T> insert, IReadOnlyList<T> rows)
    {
        ArgumentNullException.ThrowIfNull(insert);
        ArgumentNullException.ThrowIfNull(rows);
        var most = Dialect.RowsPerInsert(insert.ColumnCount);
        var full = rows.Count - (rows.Count % most);
        await InsertAsync(insert, rows, 0, full, most);
        await InsertAsync(insert, rows, full, rows.Count, rows.Count - full);
    }

    /// <summary>Has something done once the transaction is committed; never if it is rolled back.</summary>
    /// <param name="action">Quick, and without errors of its own, such as waking a reader.</param>
    /// <exception cref="InvalidOperationException">The session only reads.</exception>
    public void AfterCommit(Action action)
    {
        if (_transaction is null)
        {
            throw new InvalidOperationException("The session only reads, so nothing will be committed; use Database.WriteAsync.");
        }

        (_afterCommit ??= []).Add(action);
    }

    /// <summary>
    /// Tells of a resource that the transaction changes: the audit trail has an entry of it once the transaction is
    /// committed, under the name of <see cref="CurrentCall.Value"/>.
    /// </summary>
    /// <param name="resource">Name of the resource.</param>
    /// <param name="etagBefore">Its etag before; empty if it is created or has none.</param>
    /// <param name="etagAfter">Its etag after; empty if it has none.</param>
    /// <exception cref="InvalidOperationException">The session only reads, or there is no call: no change is nameless.</exception>
    public void Changed(string resource, string etagBefore, string etagAfter) =>
        Audit(new AuditedChange(resource, etagBefore, etagAfter, AuditEntry.Ok));

    /// <summary>Tells of a change of a resource that is refused while others of the same call are made, as in an import.</summary>
    /// <param name="resource">Name of the resource.</param>
    /// <param name="reason">Reason of the error.</param>
    /// <exception cref="InvalidOperationException">The session only reads, or there is no call.</exception>
    public void Refused(string resource, string reason) => Audit(new AuditedChange(resource, string.Empty, string.Empty, reason));

    internal IReadOnlyList<AuditedChange> Changes => _changes ?? [];

    internal void Committed() => _afterCommit?.ForEach(action => action());

    private void Audit(AuditedChange change)
    {
        if (_transaction is null)
        {
            throw new InvalidOperationException("The session only reads, so it changes nothing; use Database.WriteAsync.");
        }

        if (CurrentCall.Value is null)
        {
            throw new InvalidOperationException($"{change.Resource} is changed outside any call, so nobody could say who did it; enter a CurrentCall.");
        }

        (_changes ??= []).Add(change);
    }

    private async Task InsertAsync<T>(RowInsert<T> insert, IReadOnlyList<T> rows, int start, int end, int rowsPerStatement)
    {
        if (start == end)
        {
            return;
        }

        var sql = insert.Sql(rowsPerStatement);
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        insert.AddParameters(command, rowsPerStatement);
        await TraceAsync(
            sql,
            async () =>
            {
                var inserted = 0;
                for (; start < end; start += rowsPerStatement)
                {
                    insert.SetParameters(command, rows, start, rowsPerStatement);
                    inserted += await command.ExecuteNonQueryAsync(CancellationToken);
                }

                return inserted;
            });
    }

    private Task<T> TraceAsync<T>(string sql, object? parameters, Func<CommandDefinition, Task<T>> run)
    {
        // Parameters that are put together differ from call to call, and so does the text: not one for Dapper to keep.
        var flags = parameters is DynamicParameters ? CommandFlags.Buffered | CommandFlags.NoCache : CommandFlags.Buffered;
        return TraceAsync(sql, () => run(new CommandDefinition(sql, parameters, _transaction, flags: flags, cancellationToken: CancellationToken)));
    }

    private async Task<T> TraceAsync<T>(string sql, Func<Task<T>> run)
    {
        using var activity = StartActivity(sql);
        try
        {
            return await run();
        }
        catch (DbException e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    private Activity? StartActivity(string sql)
    {
        // Polling for work outside any request would bury the traces that matter.
        if (Activity.Current is null || !Source.HasListeners())
        {
            return null;
        }

        var operation = sql.AsSpan().TrimStart();
        var end = operation.IndexOfAny(' ', '\n');
        var name = end < 0 ? operation.ToString() : operation[..end].ToString();
        var activity = Source.StartActivity($"{name} {_database.Name}", ActivityKind.Client);
        activity?.SetTag(TelemetryNames.DbSystemName, Dialect.SystemName);
        activity?.SetTag(TelemetryNames.DbNamespace, _database.Name);
        activity?.SetTag(TelemetryNames.DbOperationName, name);
        // Parameterised only, so the text holds no values.
        activity?.SetTag(TelemetryNames.DbQueryText, sql);
        return activity;
    }
}
