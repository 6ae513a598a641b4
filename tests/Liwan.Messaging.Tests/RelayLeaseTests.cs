using Liwan.Testing;

namespace Liwan.Messaging.Tests;

public abstract class RelayLeaseTests(TestDatabases databases) : MessagingTest(databases)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(1);

    [DatabaseFact]
    public async Task TryTake_WhileAnotherHoldsIt_IsRefusedUntilItEnds_AndTheOldHolderCannotWriteAnyMore()
    {
        await using var service = await TestService.StartAsync("departments", Databases["departments"], Logs);
        var died = Lease(service);
        var standby = Lease(service);

        Assert.True(await died.TryTakeAsync(CancellationToken.None));
        Assert.False(await standby.TryTakeAsync(CancellationToken.None));
        await Wait.UntilAsync("the standby takes over", () => standby.TryTakeAsync(CancellationToken.None), TimeSpan.FromSeconds(10));

        Assert.Equal((1, 2), (died.Fence, standby.Fence));
        Assert.False(died.Runs);
        await Assert.ThrowsAsync<LeaseLostException>(() => died.WriteAsync(
            session => session.ExecuteAsync("INSERT INTO applied (report, sequence, message_id) VALUES ('r', 1, 'm')"), CancellationToken.None));
        Assert.Empty(await service.AppliedAsync());
        await died.ReleaseAsync();
        Assert.False(await Lease(service).TryTakeAsync(CancellationToken.None), "The old holder must not give back what it no longer has.");
    }

    [DatabaseFact]
    public async Task TryTake_ByManyAtOnce_GivesItToOne()
    {
        await using var service = await TestService.StartAsync("departments", Databases["departments"], Logs);

        var taken = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => new RelayLease(service.Database, TimeProvider.System, TimeSpan.FromMinutes(5), "a test").TryTakeAsync(CancellationToken.None))));

        Assert.Single(taken, won => won);
    }

    [DatabaseFact]
    public async Task Write_ByTheHolder_KeepsTheLeaseBeyondItsFirstEnd()
    {
        await using var service = await TestService.StartAsync("departments", Databases["departments"], Logs);
        var holder = Lease(service);
        Assert.True(await holder.TryTakeAsync(CancellationToken.None));
        var begun = TimeProvider.System.GetTimestamp();

        await Wait.UntilAsync("two of its durations are over", async () =>
        {
            await holder.WriteAsync(session => session.ExecuteAsync("DELETE FROM applied"), CancellationToken.None);
            return TimeProvider.System.GetElapsedTime(begun) > 2 * Duration;
        });

        Assert.True(holder.Runs);
        Assert.False(await Lease(service).TryTakeAsync(CancellationToken.None));
        await holder.ReleaseAsync();
        Assert.True(await Lease(service).TryTakeAsync(CancellationToken.None));
    }

    private static RelayLease Lease(TestService service) => new(service.Database, TimeProvider.System, Duration, "a test");
}

public sealed class RelayLeaseOnSqlite() : RelayLeaseTests(new OnSqlite());

[SqlServer]
public sealed class RelayLeaseOnSqlServer() : RelayLeaseTests(new OnSqlServer());
