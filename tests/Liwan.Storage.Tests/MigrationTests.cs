namespace Liwan.Storage.Tests;

public sealed class MigrationTests : StorageTest
{
    [Fact]
    public async Task Migrate_Twice_KeepsWhatIsThere()
    {
        await Database.WriteAsync(IncrementAsync, default);
        Assert.False(Migrations.HasPending());
        Migrations.Migrate();
        Assert.False(Migrations.HasPending());
        Assert.Equal(1, await Counter());
    }
}
