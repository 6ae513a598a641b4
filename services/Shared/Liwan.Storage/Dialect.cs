using System.Data.Common;
using FluentMigrator.Runner;

namespace Liwan.Storage;

/// <summary>What really differs between the databases; everything else is portable SQL, written once.</summary>
public abstract class Dialect
{
    /// <summary>The value of <c>db.system.name</c> in telemetry.</summary>
    public abstract string SystemName { get; }

    /// <summary>A SQL expression: the database's own clock, microseconds since 1970 UTC, as BIGINT.</summary>
    public abstract string NowMicroseconds { get; }

    /// <summary>Makes a connection that is not open yet.</summary>
    /// <param name="connectionString">The connection string of the service's own database.</param>
    public abstract DbConnection CreateConnection(string connectionString);

    /// <summary>Sets what a connection needs each time it is opened.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public abstract Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Starts a transaction that may write, so that it cannot fail halfway for having started as a reader.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public abstract ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Starts a transaction that only reads and sees one state of the database throughout.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public abstract ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>The clause that follows ORDER BY and keeps the first rows only.</summary>
    /// <param name="parameter">The name of the parameter that holds their number, without its prefix.</param>
    public abstract string First(string parameter);

    /// <summary>How many rows one INSERT should write at the most.</summary>
    /// <param name="columns">The columns of a row, each a parameter.</param>
    public abstract int RowsPerInsert(int columns);

    /// <summary>
    /// A condition: whether a text contains another one, letter case and all. Not LIKE, which ignores the case of ASCII
    /// letters in one database and heeds it in the other.
    /// </summary>
    /// <param name="text">The SQL of the text.</param>
    /// <param name="parameter">The parameter of the other one, not empty, with its prefix.</param>
    public abstract string Contains(string text, string parameter);

    /// <summary>Whether the database refused a row because its key is taken.</summary>
    /// <param name="exception">What the database threw.</param>
    public abstract bool IsUniqueViolation(Exception exception);

    /// <summary>Whether the same transaction may well succeed when it is run again.</summary>
    /// <param name="exception">What the database threw.</param>
    public abstract bool IsTransient(Exception exception);

    /// <summary>Whether the database, or the disk it lies on, has no room left.</summary>
    /// <param name="exception">What the database threw.</param>
    public abstract bool IsFull(Exception exception);

    /// <summary>
    /// Whether a commit that failed so has surely changed nothing. After other failures, such as a connection that broke
    /// meanwhile, nobody knows, and the transaction must not be run again.
    /// </summary>
    /// <param name="exception">What the commit threw.</param>
    public abstract bool IsRolledBack(Exception exception);

    /// <summary>Whether writers of one process must queue before they ask the database, because it takes one at a time.</summary>
    public abstract bool SingleWriter { get; }

    /// <summary>Whether open connections are kept between two uses here; else the provider's own pool does it.</summary>
    public abstract bool KeepsConnections { get; }

    /// <summary>How many connections of one process are at work at a time; further callers wait for one.</summary>
    public abstract int MostConnections { get; }

    /// <summary>Has FluentMigrator speak the language of this database.</summary>
    /// <param name="builder">The runner that is being put together.</param>
    public abstract void AddMigrations(IMigrationRunnerBuilder builder);

    /// <summary>
    /// Makes the database if it is missing and takes the right to migrate it, which one process has at a time.
    /// </summary>
    /// <param name="connectionString">The connection string of the service's own database.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The right, until disposed of; null while another process has it.</returns>
    public abstract Task<IAsyncDisposable?> TryHoldMigrationsAsync(string connectionString, CancellationToken cancellationToken);

    /// <summary>
    /// Has the service's login, which is another than the one that migrates, do what the service needs in a migrated database and
    /// nothing else. Repeatable.
    /// </summary>
    /// <param name="migrating">The connection string that migrations use.</param>
    /// <param name="serving">The connection string of the service.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="InvalidOperationException">The database knows no logins, or the connection strings do not name two.</exception>
    public abstract Task LimitServiceAsync(string migrating, string serving, CancellationToken cancellationToken);
}
