using System.Diagnostics.Metrics;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Storage;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Messaging.Tests;

/// <summary>The suite without a broker: the relay delivers over real gRPC.</summary>
public abstract class RelayToSinksTests(TestDatabases databases) : MessagingTest(databases)
{
    [DatabaseFact]
    public async Task NoBroker_EveryConsumerGetsItsEventsInOrder_AndTheyWaitForABrokerStill()
    {
        await using var departments = await StartConsumerAsync("departments");
        await using var budgets = await StartConsumerAsync("budgets");
        await using var taskIndicators = await StartConsumerAsync("taskindicators");
        await using var reports = await StartReportsAsync(departments, budgets, taskIndicators);
        var events = Enumerable.Range(0, 30).SelectMany(i => SampleEvents.Life(SampleEvents.Report(i))).ToList();

        await reports.Database.WriteAsync(
            async session =>
            {
                foreach (var reportEvent in events)
                {
                    await reports.Outbox.AddAsync(session, reportEvent);
                }
            },
            CancellationToken.None);

        await Wait.UntilAsync("all is applied everywhere", async () =>
            (await departments.AppliedAsync()).Count == 330 && (await budgets.AppliedAsync()).Count == 270
            && (await taskIndicators.AppliedAsync()).Count == 270 && (await reports.AppliedAsync()).Count == 90);
        Assert.Equal(events, departments.Handler.Calls);
        Assert.Equal(events.Where(e => e is not ReportArchived), budgets.Handler.Calls);
        Assert.Equal(events.Where(e => e is not ReportArchived), taskIndicators.Handler.Calls);
        Assert.Equal(events.Where(e => e is ReportSubmitted), reports.Handler.Calls);
        Assert.Equal(330, await reports.UnsentAsync());
        await Wait.UntilAsync("none counts as waiting for the suite", async () =>
            await reports.ScalarAsync<long>("SELECT COUNT(*) FROM messaging_outbox WHERE apply_time IS NULL") == 0);
    }

    [DatabaseFact]
    public async Task ANewEvent_WakesTheRelayAtOnce_AndIsCountedInTheMetrics()
    {
        var measured = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Meter.Name == TelemetryNames.MessagingSource)
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => measured[instrument.Name] = value);
        listener.Start();
        await using var reports = await TestService.StartReportsAsync(Databases["reports"], Logs, relay: options => options.PollInterval = TimeSpan.FromMinutes(1));
        await Wait.UntilAsync("the relay leads", async () => await reports.ScalarAsync<long>("SELECT fence FROM messaging_lease") == 1);

        await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report(1), 1));

        await Wait.UntilAsync("its own sink has the event", async () => (await reports.AppliedAsync()).Count == 1, TimeSpan.FromSeconds(10));
        reports.Services.GetRequiredService<RelayMetrics>().Backlog = new OutboxBacklog { Unsent = 3, Parked = 1, WaitingSince = TimeProvider.System.Now() - 90_000_000 };
        listener.RecordObservableInstruments();
        Assert.Equal((3, 1), (measured["liwan.outbox.unsent"], measured["liwan.outbox.parked"]));
        Assert.InRange(measured["liwan.outbox.oldest_unsent_age"], 90, 100);
    }

    [DatabaseFact]
    public async Task ASinkThatIsDown_HoldsNobodyBack_AndGetsAllWhenItReturns()
    {
        await using var departments = await StartConsumerAsync("departments");
        var budgets = await StartConsumerAsync("budgets");
        await using var reports = await StartReportsAsync(departments, budgets);
        var address = new Uri(budgets.Address);
        await budgets.StopAsync();

        await reports.AddAsync(Life(SampleEvents.Report(1)));
        await Wait.UntilAsync("the other has them", async () => (await departments.AppliedAsync()).Count == 4);
        await using var returned = await TestService.StartAsync("budgets", Databases["budgets"], Logs, port: address.Port);

        await Wait.UntilAsync("it has caught up", async () => (await returned.AppliedAsync()).Count == 3);
        Assert.Equal([1, 2, 4], await returned.AppliedSequencesAsync(SampleEvents.Report(1)));
    }

    [DatabaseFact]
    public async Task ASinkThatRefusesOneReport_GetsTheOthers_AndThatOneInOrderLater()
    {
        Logs.Announce("EventSinkService/Apply");
        await using var budgets = await StartConsumerAsync("budgets");
        var refused = SampleEvents.Report(1);
        budgets.Handler.Before = e => e.Report == refused && e.Sequence == 2 ? throw new InvalidOperationException("not yet") : Task.CompletedTask;
        await using var reports = await StartReportsAsync(budgets);

        await reports.Database.WriteAsync(
            async session =>
            {
                foreach (var reportEvent in Enumerable.Range(0, 30).SelectMany(i => Life(SampleEvents.Report(i))))
                {
                    await reports.Outbox.AddAsync(session, reportEvent);
                }
            },
            CancellationToken.None);
        await Wait.UntilAsync("the others are applied", async () => (await budgets.AppliedAsync()).Count == (29 * 3) + 1);
        Assert.Equal([1], await budgets.AppliedSequencesAsync(refused));
        await Wait.UntilAsync("it has been tried again", async () => await reports.ScalarAsync<int>("SELECT COALESCE(MAX(attempts), 0) FROM messaging_outbox_sink WHERE sink = 'budgets'") > 2);
        budgets.Handler.Before = _ => Task.CompletedTask;

        await Wait.UntilAsync("that one is applied too", async () => (await budgets.AppliedAsync()).Count == 90);
        Assert.Equal([1, 2, 4], await budgets.AppliedSequencesAsync(refused));
    }

    [DatabaseFact]
    public async Task ARelayThatIsStartedAgain_GoesOnWhereTheLastOneStopped()
    {
        await using var budgets = await StartConsumerAsync("budgets");
        var first = await StartReportsAsync(budgets);
        await first.AddAsync(Life(SampleEvents.Report(1)));
        await Wait.UntilAsync("the first are applied", async () => (await budgets.AppliedAsync()).Count == 3);
        await first.StopAsync();

        await using var second = await StartReportsAsync(budgets);
        await second.AddAsync(Life(SampleEvents.Report(2)));

        await Wait.UntilAsync("all are applied", async () => (await budgets.AppliedAsync()).Count == 6);
        Assert.Equal(6, budgets.Handler.Calls.Count);
    }

    [DatabaseTheory]
    [InlineData(0, "events")]
    [InlineData(101, "101")]
    public async Task Apply_WithTooFewOrTooManyEvents_IsRefused(int count, string named)
    {
        await using var budgets = await StartConsumerAsync("budgets");
        var submitted = SampleEvents.Submitted(SampleEvents.Report(1), 1);
        var message = EventMessages.ToMessage(EventContract.Of(submitted), ReportEventJson.Serialize(submitted), null, null);

        var e = await Assert.ThrowsAsync<RpcException>(() => ApplyAsync(budgets, Enumerable.Repeat(message, count)));

        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Contains(named, e.Status.Detail, StringComparison.Ordinal);
        Assert.Empty(budgets.Handler.Calls);
    }

    [DatabaseFact]
    public async Task Apply_WithWhatIsNoEvent_IsRefusedAndSaysWhy()
    {
        await using var budgets = await StartConsumerAsync("budgets");

        var none = await Assert.ThrowsAsync<RpcException>(() => ApplyAsync(budgets, [new Event()]));
        var empty = await Assert.ThrowsAsync<RpcException>(() => ApplyAsync(budgets, [new Event { ReportStarted = new Liwan.Events.V1.ReportStarted() }]));

        Assert.Equal((StatusCode.InvalidArgument, StatusCode.InvalidArgument), (none.StatusCode, empty.StatusCode));
        Assert.Contains("no kind", none.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("liwan.events.v1.ReportStarted", empty.Status.Detail, StringComparison.Ordinal);
    }

    private static ReportEvent[] Life(string report) =>
    [
        SampleEvents.Started(report, 1), SampleEvents.Submitted(report, 2), SampleEvents.Archived(report, 3), SampleEvents.Returned(report, 4),
    ];

    private static async Task ApplyAsync(TestService service, IEnumerable<Event> events)
    {
        using var channel = TestTokens.Channel(new Uri(service.Address), TestTokens.Trusted.Of(Role.Service));
        var request = new ApplyRequest();
        request.Events.AddRange(events);
        await new EventSinkService.EventSinkServiceClient(channel).ApplyAsync(request);
    }

    private Task<TestService> StartConsumerAsync(string consumer) => TestService.StartAsync(consumer, Databases[consumer], Logs);

    private Task<TestService> StartReportsAsync(params IEnumerable<TestService> sinks) =>
        TestService.StartReportsAsync(
            Databases["reports"], Logs, sinks.ToDictionary(sink => $"services:{sink.Inbox.Consumer}:grpc:0", sink => (string?)sink.Address));
}

public sealed class RelayToSinksOnSqlite() : RelayToSinksTests(new OnSqlite());

[SqlServer]
public sealed class RelayToSinksOnSqlServer() : RelayToSinksTests(new OnSqlServer());
