using System.Diagnostics;
using Liwan.Storage;
using Liwan.Storage.Retention;
using Liwan.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Liwan.Messaging.Tests;

public abstract class OutboxTableTests(TestDatabases databases) : MessagingTest(databases)
{
    [DatabaseFact]
    public async Task Add_InATransactionThatFails_LeavesNoEvent()
    {
        await using var service = await StartAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Database.WriteAsync(
            async session =>
            {
                await Outbox().AddAsync(session, SampleEvents.Started(SampleEvents.Report(1), 1));
                throw new InvalidOperationException("the change is refused");
            },
            CancellationToken.None));

        Assert.Equal(0, await service.UnsentAsync());
    }

    [DatabaseFact]
    public async Task Add_TheSameSequenceTwice_IsRefused()
    {
        await using var service = await StartAsync();
        await AddAsync(service, SampleEvents.Started(SampleEvents.Report(1), 1));

        var e = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => AddAsync(service, SampleEvents.Submitted(SampleEvents.Report(1), 1)));

        Assert.True(service.Database.Dialect.IsUniqueViolation(e));
    }

    [DatabaseFact]
    public async Task Add_WithinATrace_KeepsIt()
    {
        await using var service = await StartAsync();
        using var activity = new Activity("change").SetIdFormat(ActivityIdFormat.W3C);
        activity.TraceStateString = "vendor=1";
        activity.Start();

        await AddAsync(service, SampleEvents.Started(SampleEvents.Report(1), 1));

        Assert.Equal(activity.Id, await service.ScalarAsync<string>("SELECT traceparent FROM messaging_outbox"));
        Assert.Equal("vendor=1", await service.ScalarAsync<string>("SELECT tracestate FROM messaging_outbox"));
    }

    [DatabaseFact]
    public async Task Place_InSeveralGoes_NumbersEverythingOnceInTheOrderOfCommit()
    {
        await using var service = await StartAsync();
        var table = await TableAsync(service);
        for (var go = 0; go < 3; go++)
        {
            for (var i = 0; i < 4; i++)
            {
                await AddAsync(service, SampleEvents.Started(SampleEvents.Report((10 * go) + i), 1));
            }

            // A purge or a rollback leaves gaps in the ids.
            await service.Database.WriteAsync(
                session => session.ExecuteAsync("DELETE FROM messaging_outbox WHERE report = @report", new { report = SampleEvents.Report((10 * go) + 1) }), CancellationToken.None);
            Assert.True(await table.PlaceAsync(CancellationToken.None));
            Assert.False(await table.PlaceAsync(CancellationToken.None));
        }

        var placed = await table.ForBrokerAsync(100, CancellationToken.None);

        Assert.Equal([0, 2, 3, 10, 12, 13, 20, 22, 23], placed.Select(row => Array.FindIndex([.. Enumerable.Range(0, 30)], i => SampleEvents.Report(i) == row.Report)));
        Assert.Equal(placed.Select(row => row.Position).Distinct().Order(), placed.Select(row => row.Position));
    }

    [DatabaseFact]
    public async Task ForBroker_WhileARowWaits_HoldsBackItsReportOnly()
    {
        await using var service = await StartAsync();
        var table = await TableAsync(service);
        await AddAsync(service, SampleEvents.Started(SampleEvents.Report(1), 1));
        await AddAsync(service, SampleEvents.Submitted(SampleEvents.Report(1), 2));
        await AddAsync(service, SampleEvents.Started(SampleEvents.Report(2), 1));
        await table.PlaceAsync(CancellationToken.None);
        var first = (await table.ForBrokerAsync(1, CancellationToken.None))[0];

        await table.MarkFailedAsync(new RowFailure(first, "no"), TimeSpan.FromHours(1), park: false, CancellationToken.None);
        Assert.Equal([SampleEvents.Report(2)], (await table.ForBrokerAsync(10, CancellationToken.None)).Select(row => row.Report));

        await table.MarkFailedAsync(new RowFailure(first, new string('x', 5000)), TimeSpan.FromHours(1), park: true, CancellationToken.None);
        Assert.Equal([(SampleEvents.Report(1), 2), (SampleEvents.Report(2), 1)], (await table.ForBrokerAsync(10, CancellationToken.None)).Select(row => (row.Report, row.Sequence)));
        Assert.Equal(new OutboxBacklog { Unsent = 3, Parked = 1 }, (await table.BacklogAsync(hasBroker: true, CancellationToken.None)) with { WaitingSince = null });
    }

    [DatabaseFact]
    public async Task Forget_PastRetention_DeletesWhatIsSentAndNeverWhatIsNot()
    {
        await using var service = await StartAsync();
        var table = await TableAsync(service);
        for (var i = 0; i < 12; i++)
        {
            await AddAsync(service, SampleEvents.Started(SampleEvents.Report(i), 1));
            await service.Inbox.ReceiveAsync(SampleEvents.Started(SampleEvents.Report(i), 1), default, CancellationToken.None);
        }

        await table.PlaceAsync(CancellationToken.None);
        var rows = await table.ForBrokerAsync(11, CancellationToken.None);
        await table.MarkAppliedAsync("budgets", rows, CancellationToken.None);
        await table.MarkSentAsync(rows, CancellationToken.None);
        await service.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE messaging_outbox SET create_time = 1, send_time = CASE WHEN send_time IS NULL THEN NULL WHEN id = 1 THEN send_time ELSE 1 END"), CancellationToken.None);
        await service.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE messaging_inbox SET receive_time = 1 WHERE message_id <> (SELECT MAX(message_id) FROM messaging_inbox)"), CancellationToken.None);

        using var sweeper = new RetentionSweeper(
            service.Database,
            [new("outbox", TimeSpan.FromDays(90), MessagingRetention.ForgetSentAsync), new("inbox", TimeSpan.FromDays(180), MessagingRetention.ForgetInboxAsync)],
            Options.Create(new RetentionOptions { BatchSize = 4 }),
            TimeProvider.System,
            NullLogger<RetentionSweeper>.Instance);
        await sweeper.SweepAsync(CancellationToken.None);

        Assert.Equal([1, 12], await service.Database.ReadAsync(session => session.QueryAsync<long>("SELECT id FROM messaging_outbox ORDER BY id"), CancellationToken.None));
        Assert.Equal(rows[^1].Position, await service.ScalarAsync<long>("SELECT purged_position FROM messaging_lease"));
        Assert.Equal([1], await service.Database.ReadAsync(session => session.QueryAsync<long>("SELECT outbox_id FROM messaging_outbox_sink"), CancellationToken.None));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT COUNT(*) FROM messaging_inbox"));
    }

    [DatabaseFact]
    public async Task Forget_WithoutABroker_DeletesWhatEveryConsumerHasHadForLongAndNothingElse()
    {
        await using var service = await StartAsync();
        var table = await TableAsync(service);
        for (var i = 0; i < 6; i++)
        {
            await AddAsync(service, SampleEvents.Submitted(SampleEvents.Report(i), 1));
        }

        await table.PlaceAsync(CancellationToken.None);
        var rows = await table.ForBrokerAsync(10, CancellationToken.None);
        // The first three are everywhere, the second of them only since today and the third parked; the fourth lacks a consumer; the rest are nowhere.
        foreach (var sink in (string[])["departments", "budgets", "taskindicators", "reports"])
        {
            await table.MarkAppliedAsync(sink, [.. rows.Take(sink == "reports" ? 3 : 4)], CancellationToken.None);
        }

        Assert.Equal(3, (await table.BacklogAsync(hasBroker: false, CancellationToken.None)).Unsent);
        Assert.Equal(6, (await table.BacklogAsync(hasBroker: true, CancellationToken.None)).Unsent);
        await table.MarkFailedAsync(new RowFailure(rows[2], "no"), TimeSpan.Zero, park: true, CancellationToken.None);
        await service.Database.WriteAsync(
            session => session.ExecuteAsync("UPDATE messaging_outbox SET create_time = 1, apply_time = CASE WHEN apply_time IS NULL THEN NULL WHEN id = @second THEN apply_time ELSE 1 END", new { second = rows[1].Id }),
            CancellationToken.None);

        using var sweeper = new RetentionSweeper(
            service.Database,
            [
                new("outbox", TimeSpan.FromDays(90), MessagingRetention.ForgetSentAsync),
                new("outbox without a broker", TimeSpan.FromDays(90), MessagingRetention.ForgetAppliedAsync),
            ],
            Options.Create(new RetentionOptions { BatchSize = 4 }),
            TimeProvider.System,
            NullLogger<RetentionSweeper>.Instance);
        await sweeper.SweepAsync(CancellationToken.None);

        Assert.Equal(
            rows.Skip(1).Select(row => row.Id),
            await service.Database.ReadAsync(session => session.QueryAsync<long>("SELECT id FROM messaging_outbox ORDER BY id"), CancellationToken.None));
        Assert.Equal(rows[0].Position, await service.ScalarAsync<long>("SELECT purged_position FROM messaging_lease"));
    }

    private static Outbox Outbox() => new(TimeProvider.System, new WakeUp(TimeProvider.System));

    private static Task AddAsync(TestService service, ReportEvent reportEvent) =>
        service.Database.WriteAsync(session => Outbox().AddAsync(session, reportEvent), CancellationToken.None);

    private static async Task<OutboxTable> TableAsync(TestService service)
    {
        var lease = new RelayLease(service.Database, TimeProvider.System, TimeSpan.FromMinutes(5), "a test");
        Assert.True(await lease.TryTakeAsync(CancellationToken.None));
        return new OutboxTable(service.Database, lease, TimeProvider.System);
    }

    private Task<TestService> StartAsync() => TestService.StartAsync("departments", Databases["departments"], Logs);
}

public sealed class OutboxTableOnSqlite() : OutboxTableTests(new OnSqlite());

[SqlServer]
public sealed class OutboxTableOnSqlServer() : OutboxTableTests(new OnSqlServer());
