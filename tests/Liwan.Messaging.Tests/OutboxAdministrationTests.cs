using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Access.V1;
using Liwan.Events.V1;
using Liwan.Storage;
using Liwan.Testing;
using State = Liwan.Events.V1.OutboxEvent.Types.State;

namespace Liwan.Messaging.Tests;

/// <summary>What an operator does with the outbox, over gRPC, without a broker.</summary>
public abstract class OutboxAdministrationTests(TestDatabases databases) : MessagingTest(databases)
{
    private static readonly Timestamp Beginning = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch);

    [DatabaseFact]
    public async Task List_ByPagesAndStates_GivesEachEventOnceInTheOrderOfTheFeed()
    {
        await using var service = await StartAsync();
        using var channel = Channel(service);
        var client = new OutboxService.OutboxServiceClient(channel);
        await AddAsync(service, 7);
        await SetAsync(service, "send_time = 5", "sequence IN (2, 1)");
        await SetAsync(service, "attempts = 3, retry_time = 7000000, error = 'no'", "sequence = 3");
        await SetAsync(service, "attempts = 10, park_time = 9, error = 'never'", "sequence = 4");
        await SetAsync(service, "position = NULL", "sequence IN (6, 7)");
        await service.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO messaging_outbox_sink (sink, outbox_id, apply_time, attempts, retry_time)
                SELECT s.sink, o.id, s.apply_time, 0, 0 FROM messaging_outbox AS o
                CROSS JOIN (SELECT 'reports' AS sink, 5 AS apply_time UNION ALL SELECT 'budgets', 5 UNION ALL SELECT 'departments', NULL) AS s WHERE o.sequence = 3
                """),
            CancellationToken.None);

        var all = new List<OutboxEvent>();
        var request = new ListOutboxEventsRequest { PageSize = 2 };
        do
        {
            var page = await client.ListOutboxEventsAsync(request);
            Assert.InRange(page.OutboxEvents.Count, 1, 2);
            all.AddRange(page.OutboxEvents);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7], all.Select(e => e.Sequence));
        Assert.Equal([State.Sent, State.Sent, State.Failing, State.Parked, State.Pending, State.Pending, State.Pending], all.Select(e => e.State));
        Assert.Equal((0, 0, true), (all[5].Position, all[6].Position, all[4].Position > 0));
        Assert.Equal(
            new OutboxEvent
            {
                Name = all[2].Name,
                EventType = "liwan.events.v1.ReportSubmitted",
                Report = SampleEvents.Report(1),
                Sequence = 3,
                Position = all[2].Position,
                State = State.Failing,
                Attempts = 3,
                Error = "no",
                CreateTime = all[2].CreateTime,
                RetryTime = new Timestamp { Seconds = 7 },
                AppliedSinks = { "budgets", "reports" },
            },
            await client.GetOutboxEventAsync(new GetOutboxEventRequest { Name = all[2].Name }));
        foreach (var state in (State[])[State.Sent, State.Failing, State.Parked, State.Pending])
        {
            Assert.Equal(
                all.Where(e => e.State == state), (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest { State = state })).OutboxEvents);
        }

        var token = (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest { PageSize = 1 })).NextPageToken;
        await AssertRefusedAsync("PAGE_TOKEN_INVALID", () => client.ListOutboxEventsAsync(new ListOutboxEventsRequest { State = State.Sent, PageToken = token }));
        await AssertRefusedAsync("PAGE_SIZE_NEGATIVE", () => client.ListOutboxEventsAsync(new ListOutboxEventsRequest { PageSize = -1 }));
        await AssertRefusedAsync("VALUE_NOT_ACCEPTED", () => client.ListOutboxEventsAsync(new ListOutboxEventsRequest { State = (State)17 }));
        await AssertRefusedAsync("NOT_FOUND", () => client.GetOutboxEventAsync(new GetOutboxEventRequest { Name = $"outboxEvents/{Guid.NewGuid()}" }));
        await AssertRefusedAsync("NAME_MALFORMED", () => client.GetOutboxEventAsync(new GetOutboxEventRequest { Name = "outboxEvents/1" }));
    }

    [DatabaseFact]
    public async Task Redrive_OfSomeOrAll_StartsTheirAttemptsAnewAndLeavesTheOthers()
    {
        await using var service = await StartAsync();
        using var channel = Channel(service);
        var client = new OutboxService.OutboxServiceClient(channel);
        await AddAsync(service, 4);
        await SetAsync(service, "attempts = 10, park_time = 9", "sequence IN (1, 2)");
        await SetAsync(service, "attempts = 3, retry_time = 9000000000000000", "sequence = 3");
        var events = (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest())).OutboxEvents;

        await AssertRefusedAsync("NOT_FOUND", () => client.RedriveOutboxEventsAsync(new RedriveOutboxEventsRequest { Names = { events[0].Name, $"outboxEvents/{Guid.NewGuid()}" } }));
        await AssertRefusedAsync("TOO_MANY_ITEMS", () => client.RedriveOutboxEventsAsync(
            new RedriveOutboxEventsRequest { Names = { Enumerable.Range(0, 1001).Select(_ => $"outboxEvents/{Guid.NewGuid()}") } }));
        Assert.Equal(2, (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest { State = State.Parked })).OutboxEvents.Count);

        var request = new RedriveOutboxEventsRequest { Names = { events[0].Name, events[0].Name, events[3].Name }, RequestId = $"{Guid.NewGuid()}" };
        Assert.Equal(1, (await client.RedriveOutboxEventsAsync(request)).RedrivenCount);
        Assert.Equal(1, (await client.RedriveOutboxEventsAsync(request)).RedrivenCount);
        Assert.Equal(
            [(1L, State.Pending, 0), (2L, State.Parked, 10), (3L, State.Failing, 3), (4L, State.Pending, 0)],
            (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest())).OutboxEvents.Select(e => (e.Sequence, e.State, e.Attempts)));

        Assert.Equal(2, (await client.RedriveOutboxEventsAsync(new RedriveOutboxEventsRequest())).RedrivenCount);
        Assert.All((await client.ListOutboxEventsAsync(new ListOutboxEventsRequest())).OutboxEvents, e => Assert.Equal((State.Pending, 0), (e.State, e.Attempts)));
        Assert.Equal(0, (await client.RedriveOutboxEventsAsync(new RedriveOutboxEventsRequest())).RedrivenCount);
        Assert.Equal(
            [events[0].Name, "outboxEvents/-"],
            await service.Database.ReadAsync(session => session.QueryAsync<string>("SELECT resource FROM audit_entry WHERE resource LIKE 'outboxEvents/%' ORDER BY create_time"), CancellationToken.None));
    }

    [DatabaseFact]
    public async Task Replay_OfARange_SendsWhatWasSentOnceMore_ButNothingThatAnInboxMayHaveForgotten()
    {
        await using var service = await StartAsync();
        using var channel = Channel(service);
        var client = new OutboxService.OutboxServiceClient(channel);
        await AddAsync(service, 6);
        var now = TimeProvider.System.Now();
        const long day = 86_400_000_000;
        await SetAsync(service, $"send_time = {now}, create_time = {now} - ((6 - sequence) * {20 * day})", "sequence <> 6");
        await SetAsync(service, "attempts = 10, park_time = 9, create_time = 1", "sequence = 6");

        // Made 100, 80, 60, 40 and 20 days ago; the outbox keeps 90 days.
        Assert.Equal(1, (await client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = Ago(50), EndTime = Ago(30), Report = SampleEvents.Report(1) })).ReplayedCount);
        Assert.Equal(0, (await client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = Ago(70), Report = SampleEvents.Report(2) })).ReplayedCount);
        Assert.Equal(3, (await client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = Beginning })).ReplayedCount);

        Assert.Equal(
            [State.Sent, State.Pending, State.Pending, State.Pending, State.Pending, State.Parked],
            (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest())).OutboxEvents.Select(e => e.State));
        await AssertRefusedAsync("FIELD_REQUIRED", () => client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest()));
        await AssertRefusedAsync("NAME_MALFORMED", () => client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = Beginning, Report = "reports/2021" }));
        await AssertRefusedAsync("VALUE_NOT_ACCEPTED", () => client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = new Timestamp { Seconds = long.MaxValue } }));

        Timestamp Ago(int days) => Timestamp.FromDateTimeOffset(UnixMicroseconds.ToDateTimeOffset(now - (days * day)));
    }

    [DatabaseFact]
    public async Task Purge_BeforeATime_ForgetsWhatIsDoneWithAndRaisesTheEndOfTheFeed()
    {
        await using var service = await StartAsync();
        using var channel = Channel(service);
        var client = new OutboxService.OutboxServiceClient(channel);
        await AddAsync(service, 5);
        await SetAsync(service, "send_time = 1000000", "sequence = 1");
        await SetAsync(service, "apply_time = 1000000", "sequence IN (2, 3, 4)");
        await SetAsync(service, "park_time = 1", "sequence = 3");
        await SetAsync(service, "apply_time = 3000000", "sequence = 4");
        var third = await service.ScalarAsync<long>("SELECT position FROM messaging_outbox WHERE sequence = 2");
        var before = new Timestamp { Seconds = 2 };

        Assert.Equal(2, (await client.PurgeOutboxEventsAsync(new PurgeOutboxEventsRequest { BeforeTime = before, ValidateOnly = true })).PurgedCount);
        Assert.Equal(5, (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest())).OutboxEvents.Count);
        var request = new PurgeOutboxEventsRequest { BeforeTime = before, RequestId = $"{Guid.NewGuid()}" };
        Assert.Equal(2, (await client.PurgeOutboxEventsAsync(request)).PurgedCount);
        Assert.Equal(2, (await client.PurgeOutboxEventsAsync(request)).PurgedCount);
        Assert.Equal(0, (await client.PurgeOutboxEventsAsync(new PurgeOutboxEventsRequest { BeforeTime = before })).PurgedCount);

        Assert.Equal([3, 4, 5], (await client.ListOutboxEventsAsync(new ListOutboxEventsRequest())).OutboxEvents.Select(e => e.Sequence));
        Assert.Equal(third, await service.ScalarAsync<long>("SELECT purged_position FROM messaging_lease"));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT COUNT(*) FROM audit_entry WHERE resource = 'outboxEvents/-'"));
        await AssertRefusedAsync("FIELD_REQUIRED", () => client.PurgeOutboxEventsAsync(new PurgeOutboxEventsRequest()));
        await AssertRefusedAsync("VALUE_NOT_ACCEPTED", () => client.PurgeOutboxEventsAsync(
            new PurgeOutboxEventsRequest { BeforeTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow.AddHours(1)) }));
    }

    [DatabaseFact]
    public async Task ErrorQueues_WithoutABroker_AreAnsweredWithWhy()
    {
        await using var service = await StartAsync();
        using var channel = Channel(service);
        var client = new OutboxService.OutboxServiceClient(channel);

        await AssertRefusedAsync("BROKER_NOT_CONFIGURED", () => client.ListDeadLettersAsync(new ListDeadLettersRequest { Parent = "consumers/budgets" }));
        await AssertRefusedAsync("BROKER_NOT_CONFIGURED", () => client.RedriveDeadLettersAsync(new RedriveDeadLettersRequest { Parent = "consumers/budgets" }));
        await AssertRefusedAsync("NAME_MALFORMED", () => client.ListDeadLettersAsync(new ListDeadLettersRequest { Parent = "consumers/nobody" }));
        await AssertRefusedAsync("VALUE_NOT_ACCEPTED", () => client.RedriveDeadLettersAsync(new RedriveDeadLettersRequest { Parent = "consumers/budgets", Limit = -1 }));
    }

    private static async Task AssertRefusedAsync<T>(string reason, Func<AsyncUnaryCall<T>> call) => Assert.Equal(reason, (await RpcError.OfAsync(call)).Reason);

    private static GrpcChannel Channel(TestService service) => TestTokens.Channel(new Uri(service.Address), TestTokens.Trusted.Of(Role.Operator));

    // Of one report, so that their order is known.
    private static async Task AddAsync(TestService service, int count)
    {
        await service.AddAsync(Enumerable.Range(1, count).Select(i => SampleEvents.Submitted(SampleEvents.Report(1), i)));
        await SetAsync(service, "position = 100 + id", "position IS NULL");
    }

    private static Task<int> SetAsync(TestService service, string values, string where) =>
        service.Database.WriteAsync(session => session.ExecuteAsync($"UPDATE messaging_outbox SET {values} WHERE {where}"), CancellationToken.None);

    // Somebody else has the lease: the relay leaves the rows to the test.
    private async Task<TestService> StartAsync()
    {
        await using (var first = await TestService.StartAsync("reports", Databases["reports"], Logs))
        {
            await first.Database.WriteAsync(session => session.ExecuteAsync("UPDATE messaging_lease SET expire_time = 9000000000000000"), CancellationToken.None);
        }

        return await TestService.StartReportsAsync(Databases["reports"], Logs);
    }
}

public sealed class OutboxAdministrationOnSqlite() : OutboxAdministrationTests(new OnSqlite());

[SqlServer]
public sealed class OutboxAdministrationOnSqlServer() : OutboxAdministrationTests(new OnSqlServer());
