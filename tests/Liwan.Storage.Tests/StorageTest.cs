using Liwan.Storage.Migrations;
using Liwan.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Liwan.Storage.Tests;

/// <summary>A test over a migrated database of its own, with a table <c>counter</c> that holds one row, 0.</summary>
public abstract class StorageTest : IDisposable
{
    private readonly TestDatabases _databases;
    private readonly List<Database> _opened = [];

    protected StorageTest(TestDatabases databases)
    {
        _databases = databases;
        Database = Open();
        Migrations.MigrateAsync(default).GetAwaiter().GetResult();
        Run("CREATE TABLE counter (value BIGINT NOT NULL)").GetAwaiter().GetResult();
        Run("INSERT INTO counter (value) VALUES (0)").GetAwaiter().GetResult();
    }

    protected Database Database { get; }

    protected TestDatabase TestDatabase => _databases["test"];

    /// <summary>The type of a text column.</summary>
    protected string Text => Database.Dialect is SqlServerDialect ? "NVARCHAR(100) COLLATE Latin1_General_100_BIN2" : "TEXT";

    protected MigrationRunner Migrations => MigrationsOf(TestDatabase);

    public void Dispose()
    {
        _opened.ForEach(database => database.Dispose());
        _databases.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static MigrationRunner MigrationsOf(TestDatabase database) =>
        new(database.Dialect, database.ConnectionString, [typeof(MigrationRunner).Assembly], NullLoggerFactory.Instance);

    /// <summary>A further database of the same kind, empty.</summary>
    protected TestDatabase Another(string name) => _databases[name];

    /// <summary>The same database as another replica of the service opens it.</summary>
    protected Database Open()
    {
        var database = new Database("test", TestDatabase.Dialect, TestDatabase.ConnectionString);
        _opened.Add(database);
        return database;
    }

    protected Task<int> Run(string sql, object? parameters = null) =>
        Database.WriteAsync(session => session.ExecuteAsync(sql, parameters), default);

    protected Task<long> Counter() => Database.ReadAsync(Counter, default);

    protected static Task<long> Counter(DbSession session) => session.QuerySingleOrDefaultAsync<long>("SELECT value FROM counter");

    /// <summary>In one statement: on SQL Server a change that was read before it is written would need an etag, as the suite's own have.</summary>
    protected static async Task<long> IncrementAsync(DbSession session)
    {
        await session.ExecuteAsync("UPDATE counter SET value = value + 1");
        return await Counter(session);
    }
}
