using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Testing;

namespace Liwan.Messaging.Tests;

/// <summary>The feed over real gRPC, with the relay that gives the positions at work.</summary>
public abstract class EventFeedTests(TestDatabases databases) : MessagingTest(databases)
{
    private static readonly string Auditor = TestTokens.Trusted.Of(Role.Auditor);

    [DatabaseFact]
    public async Task Watch_FromNow_BeginsWithAHeartbeatAndCarriesEveryKindOfEventAsItIs()
    {
        await using var reports = await StartAsync();
        await reports.AddAsync(SampleEvents.Started(SampleEvents.Report(9), 1));
        await Wait.UntilAsync("that one has its place", async () => await UnplacedAsync(reports) == 0);
        using var watch = Feed.Watch(reports, Auditor);
        var first = await watch.NextAsync();
        Assert.Null(first.Event);
        Assert.NotNull(first.SendTime);

        var events = SampleEvents.Life(SampleEvents.Report(1));
        await reports.AddAsync(events);

        var received = await watch.EventsAsync(events.Count);
        Assert.Equal(events, received.Select(message => EventMessages.FromMessage(message.Event)));
        Assert.All(received, message => Assert.InRange(message.ResumeToken.Length, 1, 200));
    }

    [DatabaseFact]
    public async Task Watch_ByAReaderThatIsKilledAgainAndAgainWhileManyWrite_LosesNothingAndRepeatsNothing()
    {
        const int writers = 6;
        const int each = 60;
        await using var reports = await StartAsync(("Liwan:Messaging:Feed:Heartbeat", "00:00:00.200"));
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report((10 * writer) + (i % 3)), (i / 3) + 1));
            }
        })));

        var random = new Random(20210331);
        var received = new List<ReportEvent>();
        var token = "start";
        var kills = 0;
        while (received.Count < writers * each)
        {
            using var watch = Feed.Watch(reports, Auditor, token);
            for (var left = random.Next(1, 25); left > 0 && received.Count < writers * each; left--)
            {
                var message = await watch.NextAsync();
                token = message.ResumeToken;
                if (message.Event is not null)
                {
                    received.Add(EventMessages.FromMessage(message.Event));
                }
            }

            kills++;
        }

        await writing;
        using (var rest = Feed.Watch(reports, Auditor, token))
        {
            Assert.Null((await rest.NextAsync()).Event);
            Assert.Null((await rest.NextAsync()).Event);
        }

        Assert.True(kills > 10, $"only {kills} kills");
        Assert.All(received.GroupBy(e => e.Report), group => Assert.Equal(Enumerable.Range(1, each / 3).Select(i => (long)i), group.Select(e => e.Sequence)));
        Assert.Equal(writers * 3, received.Select(e => e.Report).Distinct().Count());
        Assert.Equal(writers * each, received.Select(e => e.MessageId).Distinct().Count());
    }

    [DatabaseFact]
    public async Task Watch_BySomebodyBoundToDepartments_ShowsTheirsOnly_AndKeepsTheTokenFresh()
    {
        await using var reports = await StartAsync(("Liwan:Messaging:Feed:Heartbeat", "00:00:00.100"));
        var clerk = TestTokens.Trusted.Of(Role.Clerk, "unit-1", "unit-2");
        using var bound = Feed.Watch(reports, clerk);
        using var one = Feed.Watch(reports, Auditor, parent: "departments/unit-2");
        var stale = (await bound.NextAsync()).ResumeToken;
        await one.NextAsync();

        await reports.AddAsync(SampleEvents.Started(SampleEvents.Report(3), 1));
        await reports.AddAsync(SampleEvents.Started(SampleEvents.Report(1), 1));
        await reports.AddAsync(SampleEvents.Started(SampleEvents.Report(2), 1));
        await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report(3), 2));
        await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report(2), 2));

        var own = await bound.EventsAsync(3);
        Assert.Equal(
            [(SampleEvents.Report(1), 1), (SampleEvents.Report(2), 1), (SampleEvents.Report(2), 2)],
            own.Select(message => EventMessages.FromMessage(message.Event)).Select(e => (e.Report, e.Sequence)));
        Assert.Equal([1, 2], (await one.EventsAsync(2)).Select(message => EventMessages.FromMessage(message.Event).Sequence));

        // An event of somebody else, and the end of what is kept moves up to it.
        await reports.AddAsync(SampleEvents.Started(SampleEvents.Report(4), 1));
        await Wait.UntilAsync("it has its place", async () => await UnplacedAsync(reports) == 0);
        var last = own[^1].ResumeToken;
        await Wait.UntilAsync("a heartbeat has passed it", async () =>
        {
            var beat = await bound.NextAsync();
            Assert.Null(beat.Event);
            last = beat.ResumeToken;
            return last != own[^1].ResumeToken;
        });
        await PurgeAllAsync(reports);
        using var resumed = Feed.Watch(reports, clerk, last);
        Assert.Null((await resumed.NextAsync()).Event);
        await AssertEndsAsync(Feed.Watch(reports, clerk, stale), StatusCode.OutOfRange, "RESUME_TOKEN_EXPIRED");
        await AssertEndsAsync(Feed.Watch(reports, clerk, parent: "departments/unit-3"), StatusCode.PermissionDenied, "PERMISSION_DENIED");
        await AssertEndsAsync(Feed.Watch(reports, TestTokens.Trusted.Of(Role.Operator)), StatusCode.PermissionDenied, "PERMISSION_DENIED");
    }

    [DatabaseFact]
    public async Task Watch_WithATokenOfAnotherDatabaseOrNone_IsRefusedAndSaysSo()
    {
        await using var reports = await StartAsync();
        await using var other = await TestService.StartReportsAsync(Databases["others"], Logs);
        using var elsewhere = Feed.Watch(other, Auditor);
        var token = (await elsewhere.NextAsync()).ResumeToken;

        await AssertEndsAsync(Feed.Watch(reports, Auditor, token), StatusCode.InvalidArgument, "RESUME_TOKEN_INVALID");
        await AssertEndsAsync(Feed.Watch(reports, Auditor, "17"), StatusCode.InvalidArgument, "RESUME_TOKEN_INVALID");
        await AssertEndsAsync(Feed.Watch(reports, Auditor, new string('x', 5000)), StatusCode.InvalidArgument, "RESUME_TOKEN_INVALID");
        await AssertEndsAsync(Feed.Watch(reports, Auditor, "Start"), StatusCode.InvalidArgument, "RESUME_TOKEN_INVALID");
        await AssertEndsAsync(Feed.Watch(reports, Auditor, parent: "departments/Unit"), StatusCode.InvalidArgument, "NAME_MALFORMED");
        await AssertEndsAsync(Feed.Watch(reports, Auditor, parent: ""), StatusCode.InvalidArgument, "FIELD_REQUIRED");
    }

    [DatabaseFact]
    public async Task Watch_ByASlowReader_HoldsUpNobody_AndSaysWhenItIsTooSlow()
    {
        await using var reports = await StartAsync();
        using var slow = Feed.Watch(reports, Auditor);
        await slow.NextAsync();
        var reason = new string('缓', 20_000);
        await reports.AddAsync(Enumerable.Range(0, 400).Select(i => SampleEvents.Returned(SampleEvents.Report(i), 1) with { Reason = reason }));
        await Wait.UntilAsync("all have their place", async () => await UnplacedAsync(reports) == 0);

        await PurgeAllAsync(reports);
        using var quick = Feed.Watch(reports, Auditor);
        await quick.NextAsync();
        await reports.AddAsync(SampleEvents.Started(SampleEvents.Report(500), 1));
        await quick.EventsAsync(1);

        var received = 0;
        var e = await RpcError.OfAsync(async () =>
        {
            for (; ; received++)
            {
                await slow.NextAsync();
            }
        });
        Assert.Equal((StatusCode.OutOfRange, "RESUME_TOKEN_EXPIRED"), (e.Code, e.Reason));
        Assert.InRange(received, 1, 399);
    }

    [DatabaseFact]
    public async Task Watch_WhenTheTokenOfTheCallerExpires_Ends_AlsoWhileNothingHappens()
    {
        await using var reports = await StartAsync();
        var token = TestTokens.Trusted.Mint(new TokenClaims { Subject = "short", Roles = [Role.Auditor], ExpireTime = DateTimeOffset.UtcNow.AddSeconds(4) });
        using var watch = Feed.Watch(reports, token);
        await watch.NextAsync();

        var e = await RpcError.OfAsync(watch.NextAsync);

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_EXPIRED"), (e.Code, e.Reason));
    }

    [DatabaseFact]
    public async Task Watch_WhenTheServiceStops_EndsSoThatTheClientGoesOnElsewhere()
    {
        var reports = await StartAsync();
        using var watch = Feed.Watch(reports, Auditor);
        await watch.NextAsync();

        var stopping = reports.StopAsync();
        var e = await RpcError.OfAsync(watch.NextAsync);

        Assert.Equal((StatusCode.Unavailable, "SERVICE_UNAVAILABLE"), (e.Code, e.Reason));
        await stopping;
    }

    [DatabaseFact]
    public async Task Watch_AtAReplicaWhoseRelayStandsBy_HearsOfNewEventsToo()
    {
        await using var leader = await StartAsync();
        await Wait.UntilAsync("the first leads", async () => await leader.ScalarAsync<long>("SELECT fence FROM messaging_lease") == 1);
        await using var standby = await StartAsync(("Liwan:Messaging:Feed:PollInterval", "00:00:00.050"));
        using var watch = Feed.Watch(standby, Auditor);
        await watch.NextAsync();

        await leader.AddAsync(SampleEvents.Started(SampleEvents.Report(1), 1));

        Assert.Equal(SampleEvents.Report(1), EventMessages.FromMessage((await watch.EventsAsync(1))[0].Event).Report);
        Assert.Equal(1, await leader.ScalarAsync<long>("SELECT fence FROM messaging_lease"));
    }

    [DatabaseFact]
    public async Task Read_OfEventsWithoutAPosition_ShowsNone()
    {
        await using var service = await TestService.StartAsync("departments", Databases["departments"], Logs);
        var lease = new RelayLease(service.Database, TimeProvider.System, TimeSpan.FromMinutes(5), "a test");
        Assert.True(await lease.TryTakeAsync(CancellationToken.None));
        var outbox = new Outbox(TimeProvider.System, new Storage.WakeUp(TimeProvider.System));
        await service.Database.WriteAsync(session => outbox.AddAsync(session, SampleEvents.Started(SampleEvents.Report(1), 1)), CancellationToken.None);

        Assert.Empty((await ReadAsync(service)).Rows);
        await new OutboxTable(service.Database, lease, TimeProvider.System).PlaceAsync(CancellationToken.None);

        var (ends, rows) = await ReadAsync(service);
        Assert.Equal(ends.Last, Assert.Single(rows).Position);
    }

    private static Task<(FeedEnds Ends, IReadOnlyList<FeedRow> Rows)> ReadAsync(TestService service) =>
        service.Database.ReadSnapshotAsync(session => FeedTable.ReadAsync(session, 0, ["unit-1"], 10), CancellationToken.None);

    private static Task<long> UnplacedAsync(TestService service) => service.ScalarAsync<long>("SELECT COUNT(*) FROM messaging_outbox WHERE position IS NULL");

    private static Task PurgeAllAsync(TestService service) =>
        service.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("UPDATE messaging_outbox SET send_time = 1");
                await MessagingRetention.ForgetSentAsync(session, 2, 1000);
            },
            CancellationToken.None);

    private static async Task AssertEndsAsync(Feed feed, StatusCode status, string reason)
    {
        using (feed)
        {
            var e = await RpcError.OfAsync(feed.NextAsync);
            Assert.Equal((status, reason), (e.Code, e.Reason));
        }
    }

    private Task<TestService> StartAsync(params (string Name, string Value)[] settings) =>
        TestService.StartReportsAsync(Databases["reports"], Logs, settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value));
}

public sealed class EventFeedOnSqlite() : EventFeedTests(new OnSqlite());

[SqlServer]
public sealed class EventFeedOnSqlServer() : EventFeedTests(new OnSqlServer());
