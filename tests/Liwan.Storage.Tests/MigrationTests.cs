using Liwan.Testing;
using Microsoft.Data.SqlClient;

namespace Liwan.Storage.Tests;

public abstract class MigrationTests(TestDatabases databases) : StorageTest(databases)
{
    [DatabaseFact]
    public async Task Migrate_Twice_KeepsWhatIsThere()
    {
        await Database.WriteAsync(IncrementAsync, default);
        Assert.False(Migrations.HasPending());
        await Migrations.MigrateAsync(default);
        Assert.False(Migrations.HasPending());
        Assert.Equal(1, await Counter());
    }

    [DatabaseFact]
    public async Task Migrate_ByManyProcessesAtOnce_LeavesOneWholeSchema()
    {
        var empty = Another("empty");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MigrationsOf(empty).MigrateAsync(default))));

        Assert.False(MigrationsOf(empty).HasPending());
        using var database = new Database("empty", empty.Dialect, empty.ConnectionString);
        Assert.Equal(0, await database.ReadAsync(session => session.QuerySingleOrDefaultAsync<long>("SELECT COUNT(*) FROM request_ledger"), default));
    }

    [DatabaseFact]
    public async Task Migrate_WhileAnotherProcessHolds_WaitsForIt()
    {
        var empty = Another("empty");
        // There are servers on which the lock is one for all databases, and other tests migrate theirs.
        IAsyncDisposable? held = null;
        await Wait.UntilAsync("the lock is free", async () => (held = await empty.Dialect.TryHoldMigrationsAsync(empty.ConnectionString, default)) is not null);
        Assert.Null(await empty.Dialect.TryHoldMigrationsAsync(empty.ConnectionString, default));
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MigrationsOf(empty).MigrateAsync(impatient.Token));
        Assert.True(MigrationsOf(empty).HasPending());

        await held!.DisposeAsync();
        await MigrationsOf(empty).MigrateAsync(default);

        Assert.False(MigrationsOf(empty).HasPending());
    }
}

public sealed class MigrationOnSqlite() : MigrationTests(new OnSqlite());

[SqlServer]
public sealed class MigrationOnSqlServer() : MigrationTests(new OnSqlServer())
{
    [DatabaseFact]
    public async Task Migrate_OfADatabaseThatDoesNotExist_MakesIt()
    {
        var dropped = Another("dropped");
        var server = new SqlConnectionStringBuilder(dropped.ConnectionString);
        await using (var master = new SqlConnection(new SqlConnectionStringBuilder(server.ConnectionString) { InitialCatalog = "master" }.ConnectionString))
        {
            await master.OpenAsync();
            await using var drop = master.CreateCommand();
            drop.CommandText = $"DROP DATABASE [{server.InitialCatalog}]";
            await drop.ExecuteNonQueryAsync();
        }

        await MigrationsOf(dropped).MigrateAsync(default);

        Assert.False(MigrationsOf(dropped).HasPending());
    }
}
