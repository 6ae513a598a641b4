using System.Text;
using Liwan.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Liwan.Messaging.Tests;

public sealed class RelayToBrokerTests(BrokerFixture broker) : BrokerTest(broker)
{
    [RabbitMqFact]
    public async Task Publish_ManyReports_KeepsTheOrderOfEachAndTheBytesOfTheOutbox()
    {
        await using var reports = await StartReportsAsync();
        var outsider = await Broker.BindOutsiderAsync();
        var events = Enumerable.Range(0, 400).Select(i => (ReportEvent)(i / 40 % 2 == 0
            ? SampleEvents.Started(SampleEvents.Report(i % 40), (i / 40) + 1)
            : SampleEvents.Returned(SampleEvents.Report(i % 40), (i / 40) + 1))).ToList();

        await reports.Database.WriteAsync(
            async session =>
            {
                foreach (var reportEvent in events)
                {
                    await reports.Outbox.AddAsync(session, reportEvent);
                }
            },
            CancellationToken.None);
        await Wait.UntilAsync("all events are sent", async () => await reports.UnsentAsync() == 0);

        var messages = await Broker.TakeAllAsync(outsider);
        var received = messages.Select(message =>
        {
            Assert.True(EventContract.TryFind(message.Exchange, out var contract));
            Assert.Equal(("application/json", contract.Name, true), (message.BasicProperties.ContentType, message.BasicProperties.Type, message.BasicProperties.Persistent));
            Assert.Equal(contract.MessageUrn, BrokerFixture.Header(message.BasicProperties, "MT-MessageType"));
            var reportEvent = ReportEventJson.Deserialize(contract, message.Body.Span);
            Assert.Equal(reportEvent.MessageId.ToString(), message.BasicProperties.MessageId);
            Assert.Equal(ReportEventJson.Serialize(reportEvent), Encoding.UTF8.GetString(message.Body.Span));
            return reportEvent;
        }).ToList();
        Assert.Equal(
            events.GroupBy(e => e.Report).OrderBy(group => group.Key).SelectMany(group => group),
            received.GroupBy(e => e.Report).OrderBy(group => group.Key).SelectMany(group => group));
    }

    [RabbitMqFact]
    public async Task Publish_BeforeAnyConsumerHasEverRun_LosesNothing()
    {
        const int count = 1200;
        await using var reports = await StartReportsAsync();
        var writing = reports.Database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < count; i++)
                {
                    await reports.Outbox.AddAsync(session, SampleEvents.Submitted(SampleEvents.Report(i), 1));
                }
            },
            CancellationToken.None);
        // It comes up while the relay publishes.
        await using var departments = await StartConsumerAsync("departments");
        await writing;

        await Wait.UntilAsync("all events are applied", async () => (await departments.AppliedAsync()).Count == count);
        Assert.Equal(
            Enumerable.Range(0, count).Select(SampleEvents.Report).Order(),
            (await departments.AppliedAsync()).Select(applied => applied.Report).Order());
        // The three that never ran have theirs waiting.
        Assert.Equal(((uint)count, (uint)count), (await Broker.CountAsync("liwan.budgets"), await Broker.CountAsync("liwan.taskindicators")));
    }

    [RabbitMqFact]
    public async Task Publish_ToAnExchangeThatLostItsQueue_CountsAsAFailureAndMendsTheTopology()
    {
        await using var reports = await StartReportsAsync();
        await SendAsync(reports, SampleEvents.Archived(SampleEvents.Report(1), 1));
        await using (var connection = await Broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeleteAsync("liwan.departments", ifUnused: false, ifEmpty: false);
        }

        await SendAsync(reports, SampleEvents.Archived(SampleEvents.Report(2), 1));

        Assert.Equal(1, await reports.ScalarAsync<int>("SELECT attempts FROM messaging_outbox WHERE report = @report", new { report = SampleEvents.Report(2) }));
        var message = Assert.Single(await Broker.TakeAllAsync("liwan.departments"));
        Assert.Contains(SampleEvents.Report(2), Encoding.UTF8.GetString(message.Body.Span), StringComparison.Ordinal);
        Assert.Contains(Logs.Entries, entry => entry.Text.Contains("No queue is bound", StringComparison.Ordinal));
    }

    [RabbitMqFact]
    public async Task Publish_APoisonedRow_HoldsBackOnlyItsOwnReportUntilItIsParked()
    {
        await using var reports = await StartReportsAsync(options => options.MaxAttempts = 4);
        var outsider = await Broker.BindOutsiderAsync();
        var poisoned = SampleEvents.Report(0);
        await reports.Database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await reports.Outbox.AddAsync(session, SampleEvents.Submitted(SampleEvents.Report(i), 1));
                }

                // As a later version might leave it behind: its exchange does not exist, and publishing to it closes the channel.
                await session.ExecuteAsync(
                    "UPDATE messaging_outbox SET event_type = 'liwan.events.v1.Unheard' WHERE report = @poisoned", new { poisoned });
                await reports.Outbox.AddAsync(session, SampleEvents.Returned(poisoned, 2));
            },
            CancellationToken.None);

        await Wait.UntilAsync("the row is parked and the rest sent", async () => await reports.UnsentAsync() == 1);

        Assert.Equal(
            (4, true),
            (await reports.ScalarAsync<int>("SELECT attempts FROM messaging_outbox WHERE send_time IS NULL"),
            await reports.ScalarAsync<long?>("SELECT park_time FROM messaging_outbox WHERE send_time IS NULL") > 0));
        Assert.Contains("NOT_FOUND", await reports.ScalarAsync<string>("SELECT error FROM messaging_outbox WHERE send_time IS NULL"), StringComparison.Ordinal);
        Assert.True(
            await reports.ScalarAsync<bool>(
                """
                SELECT (SELECT send_time FROM messaging_outbox WHERE report = @poisoned AND sequence = 2)
                     > (SELECT park_time FROM messaging_outbox WHERE report = @poisoned AND sequence = 1)
                """,
                new { poisoned }),
            "The second event of the poisoned report must wait until the first is parked.");
        var messages = await Broker.TakeAllAsync(outsider);
        Assert.Equal(50, messages.Select(message => message.BasicProperties.MessageId).Distinct().Count());
    }

    [RabbitMqFact]
    public async Task Publish_WhenAQueueIsFull_WaitsForItHoweverLongAndLetsTheOtherEventsPass()
    {
        await using var reports = await StartReportsAsync(options => options.MaxAttempts = 2);
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(
            "full", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-max-length"] = 1, ["x-overflow"] = "reject-publish" });
        await Topology.DeclareAsync(channel, CancellationToken.None);
        await channel.QueueBindAsync("full", "liwan.events.v1.ReportArchived", "");
        await SendAsync(reports, SampleEvents.Archived(SampleEvents.Report(1), 1));

        await reports.AddAsync(SampleEvents.Archived(SampleEvents.Report(2), 1), SampleEvents.Started(SampleEvents.Report(3), 1));
        await Wait.UntilAsync("it was tried often enough to be parked", async () => await reports.ScalarAsync<int>("SELECT MAX(attempts) FROM messaging_outbox") > 3);
        Assert.Equal(SampleEvents.Report(2), await reports.ScalarAsync<string>("SELECT report FROM messaging_outbox WHERE send_time IS NULL AND park_time IS NULL"));
        await channel.QueuePurgeAsync("full");

        await Wait.UntilAsync("it is sent", async () => await reports.UnsentAsync() == 0);
        await channel.QueueDeleteAsync("full", ifUnused: false, ifEmpty: false);
    }

    [RabbitMqFact]
    public async Task BrokerDown_WritesGoOnAndSinksGetTheirs_AndOutsidersGetAllInOrderWhenItReturns()
    {
        await using var departments = await StartConsumerAsync("departments");
        await using var budgets = await StartConsumerAsync("budgets");
        await using var reports = await TestService.StartReportsAsync(
            Databases["reports"],
            Logs,
            new Dictionary<string, string?>(WithBroker)
            {
                ["services:departments:grpc:0"] = departments.Address,
                ["services:budgets:grpc:0"] = budgets.Address,
            });
        var outsider = await Broker.BindOutsiderAsync();
        var report = SampleEvents.Report(1);
        await SendAsync(reports, SampleEvents.Started(report, 1));
        await Wait.UntilAsync("the first event came over the broker", async () => (await budgets.AppliedAsync()).Count == 1 && (await departments.AppliedAsync()).Count == 1);

        await Broker.Node.StopAsync();
        try
        {
            await reports.AddAsync(SampleEvents.Submitted(report, 2), SampleEvents.Archived(report, 3), SampleEvents.Returned(report, 4));
            await Wait.UntilAsync("the sinks have applied theirs", async () =>
                (await departments.AppliedAsync()).Count == 4 && (await budgets.AppliedAsync()).Count == 3 && (await reports.AppliedAsync()).Count == 1);
            Assert.Equal(3, await reports.UnsentAsync());
        }
        finally
        {
            await Broker.Node.StartAgainAsync();
        }

        await Wait.UntilAsync("the outbox is sent", async () => await reports.UnsentAsync() == 0);
        await Wait.UntilAsync("the consumers have taken their copies", async () => await QueuesAreEmptyAsync("departments", "budgets", "reports"));
        Assert.Equal([1, 2, 3, 4], await departments.AppliedSequencesAsync(report));
        Assert.Equal([1, 2, 4], await budgets.AppliedSequencesAsync(report));
        Assert.Equal([2], await reports.AppliedSequencesAsync(report));
        var sequences = (await Broker.TakeAllAsync(outsider))
            .Select(message => ReportEventJson.Deserialize(EventContract.All.Single(contract => contract.Name == message.Exchange), message.Body.Span).Sequence);
        Assert.Equal([1, 2, 3, 4], sequences);
    }

    [RabbitMqFact]
    public async Task Start_WithTheBrokerAway_IsReadyAtOnceAndSaysSo()
    {
        var nowhere = new Dictionary<string, string?> { ["ConnectionStrings:messaging"] = "amqp://guest:guest@127.0.0.1:1/" };

        await using var reports = await TestService.StartReportsAsync(Databases["reports"], Logs, nowhere);

        await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report(1), 1));
        await Wait.UntilAsync("its own sink has the event", async () => (await reports.AppliedAsync()).Count == 1);
        var health = await reports.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal(["broker", "outbox"], health.Entries.Where(entry => entry.Value.Status == HealthStatus.Degraded).Select(entry => entry.Key).Order());
    }

    [RabbitMqFact]
    public async Task TwoReplicas_OneSends_AndTheOtherTakesOverInOrder()
    {
        var first = await StartReportsAsync();
        await Wait.UntilAsync("the first holds the lease", async () => await FenceAsync(first) == 1);
        await using var second = await StartReportsAsync();
        var outsider = await Broker.BindOutsiderAsync();
        var report = SampleEvents.Report(1);
        // The relay of the one sends what the other writes.
        await second.AddAsync(SampleEvents.Started(report, 1), SampleEvents.Submitted(report, 2));
        await Wait.UntilAsync("both are sent", async () => await second.UnsentAsync() == 0);
        Assert.Equal(1, await FenceAsync(second));

        await first.DisposeAsync();
        await second.AddAsync(SampleEvents.Returned(report, 3));
        await Wait.UntilAsync("the third is sent", async () => await second.UnsentAsync() == 0);

        Assert.Equal(2, await FenceAsync(second));
        Assert.Equal(
            [1, 2, 3],
            await second.Database.ReadAsync(
                session => session.QueryAsync<long>("SELECT sequence FROM messaging_outbox ORDER BY position"), CancellationToken.None));
        Assert.Equal(3, (await Broker.TakeAllAsync(outsider)).Count);

        static Task<long> FenceAsync(TestService replica) => replica.ScalarAsync<long>("SELECT fence FROM messaging_lease");
    }

    private static async Task SendAsync(TestService reports, ReportEvent reportEvent)
    {
        await reports.AddAsync(reportEvent);
        await Wait.UntilAsync("the event is sent", async () => await reports.UnsentAsync() == 0);
    }

    private async Task<bool> QueuesAreEmptyAsync(params IEnumerable<string> consumers)
    {
        foreach (var consumer in consumers)
        {
            if (await Broker.CountAsync(Topology.Of(consumer).Queue) > 0)
            {
                return false;
            }
        }

        return true;
    }
}
