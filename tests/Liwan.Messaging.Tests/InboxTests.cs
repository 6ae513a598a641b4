using FsCheck;
using FsCheck.Fluent;
using Liwan.Testing;

namespace Liwan.Messaging.Tests;

public abstract class InboxTests(TestDatabases databases) : MessagingTest(databases)
{
    [DatabaseFact]
    public async Task Receive_TheSameEventTwice_AppliesItOnce()
    {
        await using var service = await StartAsync("budgets");
        var submitted = SampleEvents.Submitted(SampleEvents.Report(1), 2);

        var first = await service.Inbox.ReceiveAsync(submitted, default, CancellationToken.None);
        var second = await service.Inbox.ReceiveAsync(submitted, default, CancellationToken.None);

        Assert.Equal((EventOutcome.Applied, EventOutcome.Duplicate), (first, second));
        Assert.Equal([2], await service.AppliedSequencesAsync(submitted.Report));
    }

    [DatabaseFact]
    public async Task Receive_TheSameEventOverTwoWaysAtOnce_AppliesItOnce()
    {
        await using var service = await StartAsync("budgets");
        var events = Enumerable.Range(1, 20).Select(i => SampleEvents.Submitted(SampleEvents.Report(i), 2)).ToList();

        var outcomes = await Task.WhenAll(events.Concat(events).Select(e => Task.Run(() => service.Inbox.ReceiveAsync(e, default, CancellationToken.None))));

        Assert.Equal(20, outcomes.Count(outcome => outcome == EventOutcome.Applied));
        Assert.Equal(20, outcomes.Count(outcome => outcome == EventOutcome.Duplicate));
        Assert.Equal(20, (await service.AppliedAsync()).Count);
    }

    [DatabaseFact]
    public async Task Receive_ALateEvent_DoesNothingToAFollowerOfStates()
    {
        await using var service = await StartAsync("budgets");
        var report = SampleEvents.Report(1);

        var returned = await service.Inbox.ReceiveAsync(SampleEvents.Returned(report, 3), default, CancellationToken.None);
        var submitted = await service.Inbox.ReceiveAsync(SampleEvents.Submitted(report, 2), default, CancellationToken.None);

        Assert.Equal((EventOutcome.Applied, EventOutcome.Stale), (returned, submitted));
        Assert.Equal([3], await service.AppliedSequencesAsync(report));
    }

    [DatabaseFact]
    public async Task Receive_ALateEvent_IsAppliedByTheArchiver()
    {
        await using var service = await StartAsync("reports");
        var report = SampleEvents.Report(1);

        await service.Inbox.ReceiveAsync(SampleEvents.Submitted(report, 4, revision: 2), default, CancellationToken.None);
        await service.Inbox.ReceiveAsync(SampleEvents.Submitted(report, 2, revision: 1), default, CancellationToken.None);

        Assert.Equal([4, 2], await service.AppliedSequencesAsync(report));
    }

    [DatabaseFact]
    public async Task Receive_WhenTheHandlerFails_LeavesNoTraceAndAppliesItTheNextTime()
    {
        await using var service = await StartAsync("budgets");
        var submitted = SampleEvents.Submitted(SampleEvents.Report(1), 2);
        service.Handler.Before = _ => throw new InvalidOperationException("the disk is full");

        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Inbox.ReceiveAsync(submitted, default, CancellationToken.None));
        Assert.Empty(await service.AppliedAsync());
        service.Handler.Before = _ => Task.CompletedTask;

        Assert.Equal(EventOutcome.Applied, await service.Inbox.ReceiveAsync(submitted, default, CancellationToken.None));
        Assert.Equal([2], await service.AppliedSequencesAsync(submitted.Report));
    }

    [DatabaseFact]
    public void Receive_InAnyOrderAndAnyNumber_EndsInTheNewestStateAndNeverGoesBack() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(10).WithReplay(20210331, 5),
        Prop.ForAll((byte[] deliveries) => ReceiveAllAsync(deliveries).GetAwaiter().GetResult()));

    private async Task ReceiveAllAsync(byte[] deliveries)
    {
        await using var service = await StartAsync("departments");
        var report = SampleEvents.Report(1);
        var events = deliveries.Distinct().ToDictionary(i => i, i => (ReportEvent)SampleEvents.Submitted(report, i + 1));
        foreach (var i in deliveries)
        {
            await service.Inbox.ReceiveAsync(events[i], default, CancellationToken.None);
        }

        // What is applied is the running maximum of what was delivered.
        var expected = new List<long>();
        foreach (var sequence in deliveries.Select(i => i + 1L).Where(sequence => expected.Count == 0 || sequence > expected[^1]))
        {
            expected.Add(sequence);
        }

        Assert.Equal(expected, await service.AppliedSequencesAsync(report));
    }

    private Task<TestService> StartAsync(string consumer) => TestService.StartAsync(consumer, Databases[$"{Guid.NewGuid():N}"], Logs);
}

public sealed class InboxOnSqlite() : InboxTests(new OnSqlite());

[SqlServer]
public sealed class InboxOnSqlServer() : InboxTests(new OnSqlServer());
