using System.Text;
using Liwan.Testing;
using RabbitMQ.Client;

namespace Liwan.Messaging.Tests;

/// <summary>What comes over a real broker and MassTransit, sent by whomever.</summary>
public sealed class ConsumerTests(BrokerFixture broker) : BrokerTest(broker)
{
    [RabbitMqFact]
    public async Task Consume_EveryMessageTwice_HasItsEffectOnce()
    {
        await using var reports = await StartReportsAsync();
        var outsider = await Broker.BindOutsiderAsync();
        await using var departments = await StartConsumerAsync("departments");
        await using var budgets = await StartConsumerAsync("budgets");
        var all = Enumerable.Range(1, 30).SelectMany(i => (ReportEvent[])[SampleEvents.Started(SampleEvents.Report(i), 1), SampleEvents.Submitted(SampleEvents.Report(i), 2)]).ToList();
        await reports.AddAsync(all);
        await Wait.UntilAsync("all are sent", async () => await reports.UnsentAsync() == 0);

        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var message in await Broker.TakeAllAsync(outsider))
        {
            await channel.BasicPublishAsync(message.Exchange, "", true, new BasicProperties(message.BasicProperties), message.Body);
        }

        await Wait.UntilAsync("every copy is taken and the newest of each applied", async () =>
            await Broker.CountAsync("liwan.budgets") + await Broker.CountAsync("liwan.departments") + await Broker.CountAsync("liwan.reports") == 0
            && await InboxAsync(budgets) == 60 && await InboxAsync(departments) == 60 && await InboxAsync(reports) == 30);
        foreach (var service in (TestService[])[departments, budgets])
        {
            var applied = await service.AppliedAsync();
            Assert.Equal(applied.Distinct(), applied);
            Assert.All(applied.GroupBy(one => one.Report), group => Assert.Equal(2, group.Last().Sequence));
            Assert.Equal(30, applied.Select(one => one.Report).Distinct().Count());
        }

        Assert.Equal(30, (await reports.AppliedAsync()).Count);
    }

    [RabbitMqFact]
    public async Task Consume_WhatOthersPublishByHand_IsReadByExchangeTypeOrHeader()
    {
        await using var departments = await StartConsumerAsync("departments");
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Topology.DeclareAsync(channel, CancellationToken.None);
        var submitted = SampleEvents.Submitted(SampleEvents.Report(1), 2);
        var returned = SampleEvents.Returned(SampleEvents.Report(2), 3);
        var archived = SampleEvents.Archived(SampleEvents.Report(3), 4);

        await channel.BasicPublishAsync("liwan.events.v1.ReportSubmitted", "", Body(submitted));
        await channel.BasicPublishAsync("", "liwan.departments", true, new BasicProperties { Type = "liwan.events.v1.ReportReturned" }, Body(returned));
        await channel.BasicPublishAsync(
            "",
            "liwan.departments",
            true,
            new BasicProperties { Headers = new Dictionary<string, object?> { ["MT-MessageType"] = "urn:message:Their:Base;urn:message:liwan.events.v1:ReportArchived" } },
            Body(archived));

        await Wait.UntilAsync("all three are applied", async () => (await departments.AppliedAsync()).Count == 3);
        Assert.Equal(
            new ReportEvent[] { submitted, returned, archived }.OrderBy(e => e.Report),
            departments.Handler.Calls.OrderBy(e => e.Report));
    }

    [RabbitMqFact]
    public async Task Consume_WhatIsNoEvent_GoesToTheErrorQueueWithTheReasonAndHoldsNothingUp()
    {
        Logs.Announce("R-FAULT");
        await using var departments = await StartConsumerAsync("departments");
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Topology.DeclareAsync(channel, CancellationToken.None);

        await channel.BasicPublishAsync("liwan.events.v1.ReportSubmitted", "", "{ no json"u8.ToArray());
        await channel.BasicPublishAsync("liwan.events.v1.ReportSubmitted", "", """{"messageId":"x"}"""u8.ToArray());
        await channel.BasicPublishAsync("", "liwan.departments", Body(SampleEvents.Started(SampleEvents.Report(1), 1)));
        await channel.BasicPublishAsync("liwan.events.v1.ReportSubmitted", "", Body(SampleEvents.Submitted(SampleEvents.Report(2), 1)));

        await Wait.UntilAsync("the good one is applied", async () => (await departments.AppliedAsync()).Count == 1);
        await Wait.UntilAsync("the bad ones are set aside", async () => await Broker.CountAsync("liwan.departments_error") == 3);
        var reasons = (await Broker.TakeAllAsync("liwan.departments_error")).Select(message => BrokerFixture.Header(message.BasicProperties, "MT-Fault-Message")).ToList();
        Assert.Contains(reasons, reason => reason.Contains("invalid start of a property name", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.Contains("The body is no liwan.events.v1.ReportSubmitted", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.Contains("names an event that this build knows", StringComparison.Ordinal));
    }

    [RabbitMqFact]
    public async Task Consume_WhenTheHandlerKeepsFailing_SetsTheEventAside_AndItCanBeSentAgain()
    {
        Logs.Announce("R-FAULT");
        await using var budgets = await TestService.StartAsync("budgets", Databases["budgets"], Logs, new Dictionary<string, string?>(WithBroker)
        {
            ["Liwan:Messaging:Consumer:Retries"] = "2",
            ["Liwan:Messaging:Consumer:FirstRetryDelay"] = "00:00:00.010",
            ["Liwan:Messaging:Consumer:MaxRetryDelay"] = "00:00:00.020",
        });
        budgets.Handler.Before = _ => throw new InvalidOperationException("the year is unknown here");
        await using var reports = await StartReportsAsync();
        await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report(1), 2));

        await Wait.UntilAsync("it is set aside", async () => await CountOrZeroAsync("liwan.budgets_error") == 1);
        Assert.Equal(3, budgets.Handler.Calls.Count);
        budgets.Handler.Before = _ => Task.CompletedTask;
        var letter = Assert.Single(await Broker.TakeAllAsync("liwan.budgets_error"));
        Assert.Equal("the year is unknown here", BrokerFixture.Header(letter.BasicProperties, "MT-Fault-Message"));
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", "liwan.budgets", true, new BasicProperties(letter.BasicProperties), letter.Body);

        await Wait.UntilAsync("it is applied", async () => (await budgets.AppliedAsync()).Count == 1);
    }

    [RabbitMqFact]
    public async Task AnEventThatKeepsKillingItsConsumer_EndsInTheErrorQueue_AndStaysThereHoweverOftenItIsLookedAt()
    {
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Topology.DeclareAsync(channel, CancellationToken.None);
        await channel.BasicPublishAsync("", "liwan.budgets", true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, Body(SampleEvents.Started(SampleEvents.Report(1), 1)));

        Assert.Equal(Topology.DeliveryLimit + 1, await LookAsync(channel, "liwan.budgets", 100));
        await Wait.UntilAsync("it is in the error queue", async () => await Broker.CountAsync("liwan.budgets_error") == 1);
        Assert.Equal(50, await LookAsync(channel, "liwan.budgets_error", 50));

        // The broker counts what was given back a moment later.
        await Wait.UntilAsync("it is in the error queue still", async () => await Broker.CountAsync("liwan.budgets_error") == 1);
    }

    [RabbitMqFact]
    public async Task Consume_WhenTheBrokerIsKilledAndReturns_GoesOnWithNothingLost()
    {
        Logs.Announce("Consumer Channel Shutdown");
        // A node of its own: RabbitMQ 3.10 cannot recover a quorum queue that was deleted and declared anew shortly before a SIGKILL.
        await using var node = await RabbitMqNode.StartAsync();
        var settings = new Dictionary<string, string?> { ["ConnectionStrings:messaging"] = node.AmqpUri.ToString() };
        await using var reports = await TestService.StartReportsAsync(Databases["reports"], Logs, settings);
        await using var budgets = await TestService.StartAsync("budgets", Databases["budgets"], Logs, settings);
        await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report(1), 1));
        await Wait.UntilAsync("the first is applied", async () => (await budgets.AppliedAsync()).Count == 1);

        var writing = Task.Run(() => reports.AddAsync(Enumerable.Range(2, 100).Select(i => SampleEvents.Submitted(SampleEvents.Report(i), 1))));
        await node.KillAsync();
        await node.StartAgainAsync();
        await writing;

        await Wait.UntilAsync("all are applied", async () => (await budgets.AppliedAsync()).Count == 101);
        Assert.Equal(0, await reports.UnsentAsync());
    }

    // Takes the one message and gives it back, as a consumer that dies does.
    private static async Task<int> LookAsync(IChannel channel, string queue, int atMost)
    {
        var looks = 0;
        await Wait.UntilAsync($"a message is in {queue}", async () => await channel.MessageCountAsync(queue) == 1);
        while (looks < atMost && await channel.BasicGetAsync(queue, autoAck: false) is { } message)
        {
            looks++;
            await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true);
        }

        return looks;
    }

    private static byte[] Body(ReportEvent reportEvent) => Encoding.UTF8.GetBytes(ReportEventJson.Serialize(reportEvent));

    private static Task<long> InboxAsync(TestService service) => service.ScalarAsync<long>("SELECT COUNT(*) FROM messaging_inbox");

    private async Task<uint> CountOrZeroAsync(string queue)
    {
        try
        {
            return await Broker.CountAsync(queue);
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return 0;
        }
    }
}
