using System.Data;
using System.Data.Common;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Generators.SqlServer;
using Liwan.Storage.Migrations;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Storage;

/// <summary>
/// SQL Server, for production. Its errors are told apart by number, never by their text, and the T-SQL stays in what
/// every server that speaks TDS takes.
/// </summary>
public sealed class SqlServerDialect : Dialect
{
    private const int UniqueConstraint = 2627;
    private const int UniqueIndex = 2601;
    private const int Deadlock = 1205;
    private const int SnapshotConflict = 3960;
    private const int LockTimeout = 1222;
    private const int CannotOpenDatabase = 4060;
    private const int DatabaseUnknown = 911;
    private const int FilegroupFull = 1105;
    private const int LogFull = 9002;
    private const int SizeLimitReached = 40544;

    /// <summary>The severity from which on the connection is gone.</summary>
    private const byte Fatal = 20;

    // The server is restarting, failing over, or refuses work for a moment; -2 is the client's own timeout.
    private static readonly HashSet<int> Transient =
        [Deadlock, SnapshotConflict, LockTimeout, -2, 596, 6005, 10928, 10929, 40197, 40501, 40540, 40613, 49918, 49919, 49920];

    // The newer way of reading a long text asynchronously loses its place between two packets (SqlClient 7.1).
    static SqlServerDialect()
    {
        AppContext.SetSwitch("Switch.Microsoft.Data.SqlClient.UseCompatibilityAsyncBehaviour", true);
        AppContext.SetSwitch("Switch.Microsoft.Data.SqlClient.UseCompatibilityProcessSni", true);
    }

    /// <inheritdoc/>
    public override string SystemName => "microsoft.sql_server";

    /// <inheritdoc/>
    public override string NowMicroseconds => "DATEDIFF_BIG(MICROSECOND, CAST('1970-01-01T00:00:00' AS DATETIME2), SYSUTCDATETIME())";

    /// <inheritdoc/>
    public override bool SingleWriter => false;

    /// <inheritdoc/>
    public override int MostConnections => 12;

    /// <inheritdoc/>
    public override bool KeepsConnections => false;

    /// <inheritdoc/>
    public override DbConnection CreateConnection(string connectionString) => new SqlConnection(connectionString);

    /// <inheritdoc/>
    public override Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return connection.BeginTransactionAsync(IsolationLevel.Snapshot, cancellationToken);
    }

    /// <inheritdoc/>
    public override string First(string parameter) => $"OFFSET 0 ROWS FETCH NEXT @{parameter} ROWS ONLY";

    /// <inheritdoc/>
    public override int RowsPerInsert(int columns) =>
        // It takes 2,100 parameters a statement, and 1,000 rows after VALUES.
        Math.Min(1000, 2000 / columns);

    /// <inheritdoc/>
    public override string Contains(string text, string parameter) => $"CHARINDEX({parameter}, {text}) > 0";

    /// <inheritdoc/>
    public override bool IsUniqueViolation(Exception exception) => exception is SqlException { Number: UniqueConstraint or UniqueIndex };

    /// <inheritdoc/>
    public override bool IsTransient(Exception exception) =>
        exception is SqlException e && e.Number != CannotOpenDatabase && (e.Class >= Fatal || Transient.Contains(e.Number));

    /// <inheritdoc/>
    public override bool IsFull(Exception exception) => exception is SqlException { Number: FilegroupFull or LogFull or SizeLimitReached };

    /// <inheritdoc/>
    public override bool IsRolledBack(Exception exception) => exception is SqlException { Number: Deadlock or SnapshotConflict };

    /// <inheritdoc/>
    public override void AddMigrations(IMigrationRunnerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddSqlServer2016().Services.AddScoped<SqlServer2016Generator, BinaryCollationGenerator>();
    }

    /// <inheritdoc/>
    public override async Task<IAsyncDisposable?> TryHoldMigrationsAsync(string connectionString, CancellationToken cancellationToken)
    {
        // A connection of its own: closing it gives the lock back, and so does the end of the process.
        var own = new SqlConnectionStringBuilder(connectionString) { Pooling = false };
        var connection = new SqlConnection(own.ConnectionString);
        try
        {
            await OpenOrCreateAsync(connection, own, cancellationToken);
            if (await ScalarAsync(connection, TakeMigrationLock, cancellationToken) < 0)
            {
                await connection.DisposeAsync();
                return null;
            }

            if (await ScalarAsync(connection, ReadVersioning, cancellationToken) == 0)
            {
                await ScalarAsync(connection, SwitchVersioningOn, cancellationToken);
            }

            return connection;
        }
        catch (SqlException e) when (cancellationToken.IsCancellationRequested)
        {
            await connection.DisposeAsync();
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task LimitServiceAsync(string migrating, string serving, CancellationToken cancellationToken) =>
        SqlServerGrants.GrantAsync(migrating, serving, cancellationToken);

    private static readonly string TakeMigrationLock =
        """
        DECLARE @outcome INT;
        EXEC @outcome = sp_getapplock @Resource = 'liwan-migrations', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0;
        SELECT @outcome;
        """;

    // Both are asked for: a list sees one state (snapshot), and a reader never waits for a writer (read committed snapshot).
    private static readonly string ReadVersioning =
        """
        SELECT CASE WHEN snapshot_isolation_state = 1 AND is_read_committed_snapshot_on = 1 THEN 1 ELSE 0 END
        FROM sys.databases WHERE name = DB_NAME();
        """;

    private static readonly string SwitchVersioningOn =
        """
        ALTER DATABASE CURRENT SET ALLOW_SNAPSHOT_ISOLATION ON;
        ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
        SELECT 1;
        """;

    /// <summary>What this dialect sends by itself, beside the statements of the repositories and the migrations.</summary>
    internal static IReadOnlyList<string> OwnStatements { get; } =
        [TakeMigrationLock, ReadVersioning, SwitchVersioningOn, CreateDatabase("name"), .. SqlServerGrants.Statements];

    private static string CreateDatabase(string name) => $"CREATE DATABASE [{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    private static async Task OpenOrCreateAsync(SqlConnection connection, SqlConnectionStringBuilder own, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken);
        }
        catch (SqlException e) when (e.Errors.Cast<SqlError>().Any(error => error.Number is CannotOpenDatabase or DatabaseUnknown))
        {
            // Not from the connection, which forgets its password once it was opened.
            var server = new SqlConnectionStringBuilder(own.ConnectionString) { InitialCatalog = "master" };
            await using (var master = new SqlConnection(server.ConnectionString))
            {
                await master.OpenAsync(cancellationToken);
                await using var create = master.CreateCommand();
#pragma warning disable CA2100 // A database's name cannot be a parameter; it comes from the operator's settings and is quoted.
                create.CommandText = CreateDatabase(own.InitialCatalog);
#pragma warning restore CA2100
                await create.ExecuteNonQueryAsync(cancellationToken);
            }

            await connection.OpenAsync(cancellationToken);
        }
    }

    private static async Task<int> ScalarAsync(SqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), System.Globalization.CultureInfo.InvariantCulture);
    }
}
