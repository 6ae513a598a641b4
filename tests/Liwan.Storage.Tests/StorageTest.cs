using Liwan.Storage.Migrations;
using Liwan.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Liwan.Storage.Tests;

/// <summary>A test over a migrated database of its own, with a table <c>counter</c> that holds one row, 0.</summary>
public abstract class StorageTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Database> _databases = [];

    protected StorageTest()
    {
        Database = Open();
        Migrations.Migrate();
        Run("CREATE TABLE counter (value BIGINT NOT NULL)").GetAwaiter().GetResult();
        Run("INSERT INTO counter (value) VALUES (0)").GetAwaiter().GetResult();
    }

    protected Database Database { get; }

    protected MigrationRunner Migrations =>
        new(ConnectionString, [typeof(MigrationRunner).Assembly], NullLoggerFactory.Instance);

    protected string ConnectionString => $"Data Source={_folder.File("test.db")}";

    public void Dispose()
    {
        _databases.ForEach(database => database.Dispose());
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same database as another replica of the service opens it.</summary>
    protected Database Open()
    {
        var database = new Database("test", new SqliteDialect(), ConnectionString);
        _databases.Add(database);
        return database;
    }

    protected Task<int> Run(string sql, object? parameters = null) =>
        Database.WriteAsync(session => session.ExecuteAsync(sql, parameters), default);

    protected Task<long> Counter() => Database.ReadAsync(Counter, default);

    protected static Task<long> Counter(DbSession session) => session.QuerySingleOrDefaultAsync<long>("SELECT value FROM counter");

    /// <summary>Reads and writes in two steps, so that a writer in between would be lost.</summary>
    protected static async Task<long> IncrementAsync(DbSession session)
    {
        var value = await Counter(session) + 1;
        await session.ExecuteAsync("UPDATE counter SET value = @value", new { value });
        return value;
    }
}
