using Liwan.Storage.Migrations;
using Liwan.Testing;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;

namespace Liwan.Storage.Tests;

/// <summary>Two logins: one migrates, the other does the service's work and could not do more.</summary>
[SqlServer]
public sealed class LeastPrivilegeOnSqlServer : IDisposable
{
    private readonly OnSqlServer _databases = new();
    private readonly string _login = $"liwan_test_{Guid.NewGuid():N}"[..20];
    private readonly string _password = $"Aa1!{Guid.NewGuid():N}";

    private TestDatabase Owned => _databases["owned"];

    private string Serving => new SqlConnectionStringBuilder(Owned.ConnectionString) { UserID = _login, Password = _password, Pooling = false }.ConnectionString;

    public void Dispose()
    {
        _databases.Dispose();
        if (OnSqlServer.Skip is null)
        {
            try
            {
                Run(new SqlConnectionStringBuilder(Environment.GetEnvironmentVariable(OnSqlServer.Variable)) { InitialCatalog = "master" }.ConnectionString, $"DROP LOGIN [{_login}]");
            }
            catch (SqlException)
            {
                // It was not made, or its last connection is still ending; what stays is named after the tests.
            }
        }
    }

    [DatabaseFact]
    public async Task Migrate_WithALoginOfItsOwn_LetsTheServiceReadAndChangeRowsAndNothingElse()
    {
        Run(Owned.ConnectionString, $"CREATE LOGIN [{_login}] WITH PASSWORD = '{_password}'");
        var runner = Runner(Serving);
        await runner.MigrateAsync(default);
        await runner.MigrateAsync(default);
        Assert.False(runner.HasPending());
        // What nobody granted: a table from after the last migration.
        Run(Owned.ConnectionString, "CREATE TABLE dbo.private (id INT NOT NULL)");

        // The service's work, a snapshot included.
        using var database = new Database("owned", Owned.Dialect, Serving);
        await database.WriteAsync(Change, default);
        Assert.Equal(0, await database.ReadSnapshotAsync(session => session.QuerySingleOrDefaultAsync<long>("SELECT COUNT(*) FROM signing_key"), default));

        // Whatever a service that has been taken over might try.
        Assert.All(
            new[]
            {
                "CREATE TABLE dbo.mine (id INT NOT NULL)",
                "ALTER TABLE dbo.signing_key ADD mine INT NULL",
                "DROP TABLE dbo.signing_key",
                "TRUNCATE TABLE dbo.signing_key",
                "CREATE SCHEMA mine",
                "DELETE FROM dbo.VersionInfo",
                "UPDATE dbo.VersionInfo SET Version = 1",
                $"CREATE DATABASE [{_login}_mine]",
                $"CREATE LOGIN [{_login}_mine] WITH PASSWORD = '{_password}'",
                $"GRANT UPDATE ON dbo.VersionInfo TO [{_login}]; UPDATE dbo.VersionInfo SET Version = 1",
                "SELECT * FROM dbo.private",
            },
            attempt => Assert.Throws<SqlException>(() => Run(Serving, attempt)));
    }

    [DatabaseFact]
    public async Task Migrate_ByTheServicesOwnLogin_IsRefused()
    {
        Run(Owned.ConnectionString, $"CREATE LOGIN [{_login}] WITH PASSWORD = '{_password}'");
        await Runner(Serving).MigrateAsync(default);
        await using (var held = await Owned.Dialect.TryHoldMigrationsAsync(Owned.ConnectionString, default))
        {
            Run(Owned.ConnectionString, "DELETE FROM dbo.VersionInfo WHERE Version = 110; DROP TABLE dbo.import_batch");
        }

        var own = new MigrationRunner(Owned.Dialect, Serving, [typeof(MigrationRunner).Assembly], NullLoggerFactory.Instance);

        Assert.True(own.HasPending());
        await Assert.ThrowsAnyAsync<Exception>(() => own.MigrateAsync(default));
        Assert.True(own.HasPending());
    }

    [DatabaseFact]
    public async Task Migrate_WithConnectionStringsThatDoNotFit_SaysWhatIsWrong()
    {
        var sameLogin = await Assert.ThrowsAsync<InvalidOperationException>(() => Runner(Owned.ConnectionString).MigrateAsync(default));
        var otherDatabase = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Runner(new SqlConnectionStringBuilder(Serving) { InitialCatalog = "master" }.ConnectionString).MigrateAsync(default));

        Assert.Contains("must name another login", sameLogin.Message, StringComparison.Ordinal);
        Assert.Contains("must name the same", otherDatabase.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_password, sameLogin.Message + otherDatabase.Message, StringComparison.Ordinal);
    }

    private static async Task Change(DbSession session)
    {
        await session.ExecuteAsync("INSERT INTO signing_key (purpose, key_bytes) VALUES ('test', @Key)", new { Key = new byte[32] });
        await session.ExecuteAsync("UPDATE signing_key SET purpose = 'other' WHERE purpose = 'test'");
        await session.ExecuteAsync("DELETE FROM signing_key WHERE purpose = 'other'");
    }

    private static void Run(string connectionString, string sql)
    {
        using var connection = new SqlConnection(new SqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names and passwords made above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private MigrationRunner Runner(string serving) =>
        new(Owned.Dialect, Owned.ConnectionString, [typeof(MigrationRunner).Assembly], NullLoggerFactory.Instance) { ServiceConnectionString = serving };
}
