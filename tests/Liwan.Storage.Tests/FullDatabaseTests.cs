using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Migrations;
using Liwan.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Liwan.Storage.Tests;

/// <summary>A SQLite file that may not grow any more, as on a full disk.</summary>
public sealed class FullDatabaseTests : IDisposable
{
    private readonly OnSqlite _databases = new();
    private readonly string _connectionString;

    public FullDatabaseTests() => _connectionString = _databases["full"].ConnectionString;

    public void Dispose() => _databases.Dispose();

    [Fact]
    public async Task WriteAsync_InAFullDatabase_IsRefusedAsFullAndLosesNothing()
    {
        await new MigrationRunner(new SqliteDialect(), _connectionString, [typeof(MigrationRunner).Assembly], NullLoggerFactory.Instance).MigrateAsync(default);
        using (var roomy = new Database("full", new SqliteDialect(), _connectionString))
        {
            await roomy.WriteAsync(session => session.ExecuteAsync("CREATE TABLE note (text TEXT NOT NULL)"), default);
        }

        var answered = 0;
        using (var full = new Database("full", new SqliteDialect(maxPageCount: 1), _connectionString))
        {
            var refusal = await Assert.ThrowsAsync<ServiceException>(async () =>
            {
                while (answered < 1000)
                {
                    await AddAsync(full);
                    answered++;
                }
            });
            Assert.Equal(ErrorCatalogue.DatabaseFull, refusal.Definition);

            // Reading goes on, and a refused writer stands in nobody's way.
            Assert.Equal(answered, await CountAsync(full));
            Assert.Equal(ErrorCatalogue.DatabaseFull, (await Assert.ThrowsAsync<ServiceException>(() => AddAsync(full))).Definition);
        }

        using var mended = new Database("full", new SqliteDialect(), _connectionString);
        await AddAsync(mended);
        Assert.Equal(answered + 1, await CountAsync(mended));
    }

    private static Task<int> AddAsync(Database database) =>
        database.WriteAsync(session => session.ExecuteAsync("INSERT INTO note (text) VALUES (@text)", new { text = new string('长', 2000) }), default);

    private static Task<int> CountAsync(Database database) =>
        database.ReadAsync(session => session.QuerySingleOrDefaultAsync<int>("SELECT COUNT(*) FROM note"), default);
}
