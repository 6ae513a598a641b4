using System.Diagnostics.Metrics;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Telemetry;
using Liwan.Testing;
using RabbitMQ.Client;

namespace Liwan.Messaging.Tests;

/// <summary>The operator's methods that reach the broker, and what the relay measures there, with a real one.</summary>
public sealed class DeadLetterTests(BrokerFixture broker) : BrokerTest(broker)
{
    private static readonly Dictionary<string, string?> Impatient = new()
    {
        ["Liwan:Messaging:Consumer:Retries"] = "1",
        ["Liwan:Messaging:Consumer:FirstRetryDelay"] = "00:00:00.010",
        ["Liwan:Messaging:Consumer:MaxRetryDelay"] = "00:00:00.020",
    };

    [RabbitMqFact]
    public async Task LettersOfAConsumer_AreShownWithTheirReasonAndLeftThere_AndGivenBackWhenTheReasonIsGone()
    {
        Logs.Announce("R-FAULT");
        await using var budgets = await TestService.StartAsync("budgets", Databases["budgets"], Logs, new Dictionary<string, string?>(WithBroker.Concat(Impatient)));
        budgets.Handler.Before = _ => throw new InvalidOperationException("the year is unknown here");
        await using var reports = await StartReportsAsync();
        using var channel = TestTokens.Channel(new Uri(reports.Address), TestTokens.Trusted.Of(Role.Operator));
        var client = new OutboxService.OutboxServiceClient(channel);
        var list = new ListDeadLettersRequest { Parent = "consumers/budgets" };
        Assert.Empty((await client.ListDeadLettersAsync(list)).DeadLetters);
        var events = Enumerable.Range(1, 5).Select(i => SampleEvents.Submitted(SampleEvents.Report(i), 2)).ToList();
        await reports.AddAsync(events);
        await Wait.UntilAsync("all are set aside", async () => await Broker.CountAsync("liwan.budgets_error") == 5);

        ListDeadLettersResponse shown = new();
        for (var look = 0; look < 30; look++)
        {
            shown = await client.ListDeadLettersAsync(list);
            Assert.Equal((5, 5), (shown.DeadLetters.Count, shown.TotalSize));
        }

        Assert.Equal(events.Select(e => e.MessageId.ToString()).Order(), shown.DeadLetters.Select(letter => letter.MessageId).Order());
        Assert.All(shown.DeadLetters, letter =>
        {
            Assert.Equal(("liwan.events.v1.ReportSubmitted", "the year is unknown here"), (letter.EventType, letter.Reason));
            Assert.Equal(events.Single(e => e.MessageId.ToString() == letter.MessageId).Report, letter.Report);
            Assert.InRange(letter.FailTime.ToDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-10), DateTimeOffset.UtcNow.AddMinutes(1));
        });
        Assert.Equal((1, 5), await SizeAsync(client, new ListDeadLettersRequest { Parent = list.Parent, PageSize = 1 }));

        // One is tried while the reason is still there: it comes back, and does not go round.
        Assert.Equal(1, (await client.RedriveDeadLettersAsync(new RedriveDeadLettersRequest { Parent = list.Parent, Limit = 1 })).RedrivenCount);
        await Wait.UntilAsync("it is back", async () => await Broker.CountAsync("liwan.budgets_error") == 5);

        budgets.Handler.Before = _ => Task.CompletedTask;
        Assert.Equal(5, (await client.RedriveDeadLettersAsync(new RedriveDeadLettersRequest { Parent = list.Parent })).RedrivenCount);
        await Wait.UntilAsync("all are applied", async () => (await budgets.AppliedAsync()).Count == 5);
        Assert.Equal((0, 0), await SizeAsync(client, list));
        Assert.Equal(0, (await client.RedriveDeadLettersAsync(new RedriveDeadLettersRequest { Parent = list.Parent })).RedrivenCount);
        Assert.Equal(2, await reports.ScalarAsync<long>("SELECT COUNT(*) FROM audit_entry WHERE resource = 'consumers/budgets/deadLetters/-'"));
    }

    [RabbitMqFact]
    public async Task LettersThatSayLittle_AreShownAsFarAsTheyCanBeRead()
    {
        await using var reports = await StartReportsAsync();
        using var operators = TestTokens.Channel(new Uri(reports.Address), TestTokens.Trusted.Of(Role.Operator));
        var client = new OutboxService.OutboxServiceClient(operators);
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await Topology.DeclareAsync(channel, CancellationToken.None);
        await channel.BasicPublishAsync("", "liwan.reports_error", "\0\xff no event"u8.ToArray());
        await channel.BasicPublishAsync(
            "",
            "liwan.reports_error",
            true,
            new BasicProperties { Type = "liwan.events.v1.ReportSubmitted", Headers = new Dictionary<string, object?> { ["MT-Fault-Message"] = new string('长', 5000), ["MT-Fault-Timestamp"] = "yesterday" } },
            "{}"u8.ToArray());

        var letters = (await client.ListDeadLettersAsync(new ListDeadLettersRequest { Parent = "consumers/reports" })).DeadLetters;

        Assert.Equal([new DeadLetter(), new DeadLetter { EventType = "liwan.events.v1.ReportSubmitted", Reason = new string('长', 2000) }], letters);
    }

    [RabbitMqFact]
    public async Task Replay_SendsTheSameMessagesOnceMoreInOrder_AndTheSuiteTakesNoHarm()
    {
        await using var departments = await StartConsumerAsync("departments");
        await using var reports = await StartReportsAsync();
        using var channel = TestTokens.Channel(new Uri(reports.Address), TestTokens.Trusted.Of(Role.Operator));
        var client = new OutboxService.OutboxServiceClient(channel);
        var events = Enumerable.Range(1, 4).SelectMany(i => SampleEvents.Life(SampleEvents.Report(i))).ToList();
        await reports.AddAsync(events);
        await Wait.UntilAsync("all are sent and applied", async () => await reports.UnsentAsync() == 0 && (await departments.ScalarAsync<long>("SELECT COUNT(*) FROM messaging_inbox")) == events.Count);
        var applied = await departments.AppliedAsync();
        var outsider = await Broker.BindOutsiderAsync();

        var replayed = await client.ReplayOutboxEventsAsync(new ReplayOutboxEventsRequest { StartTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch) });

        Assert.Equal(events.Count, replayed.ReplayedCount);
        await Wait.UntilAsync("all are sent again", async () => await reports.UnsentAsync() == 0);
        var received = (await Broker.TakeAllAsync(outsider)).Select(message =>
        {
            Assert.True(EventContract.TryFind(message.Exchange, out var contract));
            return ReportEventJson.Deserialize(contract, message.Body.Span);
        }).ToList();
        Assert.Equal(
            events.GroupBy(e => e.Report).OrderBy(group => group.Key).SelectMany(group => group),
            received.GroupBy(e => e.Report).OrderBy(group => group.Key).SelectMany(group => group));
        await Wait.UntilAsync("the suite has taken the copies", async () => await Broker.CountAsync("liwan.departments") == 0);
        Assert.Equal(applied, await departments.AppliedAsync());
    }

    [RabbitMqFact]
    public async Task ErrorQueues_WhileTheBrokerIsDown_AreAnsweredWithThat_AndNothingIsLost()
    {
        Logs.Announce("answered BROKER_UNAVAILABLE");
        await using var reports = await TestService.StartReportsAsync(
            Databases["reports"], Logs, new Dictionary<string, string?> { ["ConnectionStrings:messaging"] = "amqp://nobody:secret@127.0.0.1:1/" });
        using var channel = TestTokens.Channel(new Uri(reports.Address), TestTokens.Trusted.Of(Role.Operator));
        var client = new OutboxService.OutboxServiceClient(channel);

        var e = await RpcError.OfAsync(() => client.ListDeadLettersAsync(new ListDeadLettersRequest { Parent = "consumers/budgets" }));

        Assert.Equal((StatusCode.Unavailable, "BROKER_UNAVAILABLE"), (e.Code, e.Reason));
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
    }

    [RabbitMqFact]
    public async Task Metrics_CountWhatIsSentAndFails_TimeIt_AndShowTheLetters()
    {
        var measured = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Meter.Name == TelemetryNames.MessagingSource)
                {
                    meters.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await using (var connection = await Broker.ConnectAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await Topology.DeclareAsync(channel, CancellationToken.None);
            await channel.BasicPublishAsync("", "liwan.taskindicators_error", Encoding.UTF8.GetBytes("a letter"));
        }

        await Wait.UntilAsync("the letter is there", async () => await Broker.CountAsync("liwan.taskindicators_error") == 1);
        await using var reports = await StartReportsAsync(options => options.MaxAttempts = 2);
        await reports.Database.WriteAsync(
            async session =>
            {
                await reports.Outbox.AddAsync(session, SampleEvents.Started(SampleEvents.Report(1), 1));
                await reports.Outbox.AddAsync(session, SampleEvents.Submitted(SampleEvents.Report(2), 1));
                await session.ExecuteAsync("UPDATE messaging_outbox SET create_time = create_time - 90000000 WHERE sequence = 1");
                await session.ExecuteAsync("UPDATE messaging_outbox SET event_type = 'liwan.events.v1.Unheard' WHERE report = @report", new { report = SampleEvents.Report(2) });
            },
            CancellationToken.None);
        await Wait.UntilAsync("one is sent and one parked", async () => await reports.ScalarAsync<long>("SELECT COUNT(*) FROM messaging_outbox WHERE send_time IS NOT NULL OR park_time IS NOT NULL") == 2);

        await Wait.UntilAsync("all is measured", () =>
        {
            lock (measured)
            {
                measured.Remove("liwan.outbox.parked ");
                measured.Remove("liwan.consumer.dead_letters taskindicators");
            }

            listener.RecordObservableInstruments();
            lock (measured)
            {
                return measured.GetValueOrDefault("liwan.outbox.parked ") == 1 && measured.GetValueOrDefault("liwan.consumer.dead_letters taskindicators") == 1;
            }
        });
        lock (measured)
        {
            Assert.Equal(1, measured["liwan.outbox.sent liwan.events.v1.ReportStarted"]);
            Assert.Equal(2, measured["liwan.outbox.failed liwan.events.v1.Unheard"]);
            Assert.InRange(measured["liwan.outbox.delay liwan.events.v1.ReportStarted"], 90, 180);
            Assert.True(measured["liwan.outbox.oldest_unsent_age "] >= 90);
        }

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var destination = "";
            foreach (var tag in tags)
            {
                destination = tag.Key == TelemetryNames.MessagingDestinationName ? (string)tag.Value! : destination;
            }

            lock (measured)
            {
                var key = $"{instrument.Name} {destination}";
                measured[key] = instrument.IsObservable ? value : measured.GetValueOrDefault(key) + value;
            }
        }
    }

    private static async Task<(int Shown, int Total)> SizeAsync(OutboxService.OutboxServiceClient client, ListDeadLettersRequest request)
    {
        var answer = await client.ListDeadLettersAsync(request);
        return (answer.DeadLetters.Count, answer.TotalSize);
    }
}
