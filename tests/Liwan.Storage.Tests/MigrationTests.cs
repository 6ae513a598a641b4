using Liwan.Testing;
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
}

public sealed class MigrationOnSqlite() : MigrationTests(new OnSqlite());

[SqlServer]
public sealed class MigrationOnSqlServer() : MigrationTests(new OnSqlServer());
