using System.Diagnostics;
using System.Globalization;
using Liwan.Messaging;
using Liwan.ServiceDefaults;
using Liwan.Storage;
using Liwan.Storage.Migrations;
using Liwan.Testing;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Liwan.Benchmarks;

/// <summary>
/// The relay against MassTransit alone: the same events to the same exchange and queues of the same broker, turn by turn;
/// and how long an event takes from commit to a listener while there is little to do.
/// </summary>
internal static class Events
{
    private const string Exchange = "liwan.events.v1.ReportSubmitted";
    private const int Rounds = 5;
    private const int Reports = 1000;
    private const int EventsOfReport = 5;
    private const int Count = Reports * EventsOfReport;
    private const int InFlight = 500;
    private const int Single = 200;

    public static async Task RunAsync(ResultTable results)
    {
        if (RabbitMqNode.Missing is { } missing)
        {
            Console.Error.WriteLine(missing);
            return;
        }

        Environment.SetEnvironmentVariable("MASSTRANSIT_USAGE_TELEMETRY", "false");
        await using var node = await RabbitMqNode.StartAsync();
        using var databases = new OnSqlite();
        await using var relay = await StartRelayAsync(databases["reports"], node.AmqpUri);
        await using var connection = await new ConnectionFactory { Uri = node.AmqpUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await RelayAsync(relay);
        await EmptyAsync(channel);
        var bus = Bus.Factory.CreateUsingRabbitMq(broker =>
        {
            broker.Host(node.AmqpUri);
            broker.ClearSerialization();
            broker.UseRawJsonSerializer(RawSerializerOptions.All, isDefault: true);
        });
        await bus.StartAsync();
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{Exchange}"));
        await PublishAsync(endpoint);
        await EmptyAsync(channel);

        var shares = new List<Ratio>();
        for (var round = 0; round < Rounds; round++)
        {
            var reference = await PublishAsync(endpoint);
            await EmptyAsync(channel);
            var measured = await RelayAsync(relay);
            await EmptyAsync(channel);
            shares.Add(new Ratio(measured / reference, measured, reference));
        }

        await bus.StopAsync();
        results.Add(
            $"relay, {Count:N0} events of {Reports:N0} reports from commit to marked sent",
            "MassTransit publishing the same to the same queues, 500 in flight",
            shares.OrderBy(share => share.Share).ElementAt(Rounds / 2),
            0.5);
        await LatencyAsync(results, relay, channel);
    }

    private static async Task<WebApplication> StartRelayAsync(TestDatabase database, Uri broker)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Liwan:Access:LocalKeyFile"] = TestTokens.Trusted.KeyFile,
            ["Liwan:Database"] = database.Kind,
            ["ConnectionStrings:reports-db"] = database.ConnectionString,
            ["ConnectionStrings:messaging"] = broker.ToString(),
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.AddLiwanStorage("reports", MessagingRegistration.Migrations);
        builder.AddOutboxRelay();
        var app = builder.Build();
        app.MapServiceDefaults();
        await app.Services.GetRequiredService<MigrationRunner>().MigrateAsync(CancellationToken.None);
        await app.StartAsync();
        return app;
    }

    private static async Task<double> RelayAsync(WebApplication app)
    {
        var database = app.Services.GetRequiredService<Database>();
        var outbox = app.Services.GetRequiredService<Outbox>();
        var stem = Guid.NewGuid().ToString("N")[..8];
        await database.WriteAsync(
            async session =>
            {
                for (var i = 0; i < Count; i++)
                {
                    await outbox.AddAsync(session, Event($"departments/d-{stem}-{i % Reports}/reports/2021", (i / Reports) + 1));
                }
            },
            CancellationToken.None);
        var clock = Stopwatch.StartNew();
        while (await UnsentAsync(database) > 0)
        {
            await Task.Delay(5);
        }

        return Count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> PublishAsync(ISendEndpoint endpoint)
    {
        var events = Enumerable.Range(0, Count).Select(i => Event($"departments/d-{i % Reports}/reports/2021", (i / Reports) + 1)).ToList();
        var clock = Stopwatch.StartNew();
        foreach (var some in events.Chunk(InFlight))
        {
            await Task.WhenAll(some.Select(one => endpoint.Send(one, context => context.MessageId = one.MessageId)));
        }

        return Count / clock.Elapsed.TotalSeconds;
    }

    private static async Task LatencyAsync(ResultTable results, WebApplication app, IChannel channel)
    {
        var arrived = System.Threading.Channels.Channel.CreateUnbounded<long>();
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, Exchange, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, _) => await arrived.Writer.WriteAsync(Stopwatch.GetTimestamp());
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        var database = app.Services.GetRequiredService<Database>();
        var outbox = app.Services.GetRequiredService<Outbox>();
        var times = new List<double>();
        for (var i = 0; i < Single; i++)
        {
            var one = Event("departments/latency/reports/2021", i + 1);
            await database.WriteAsync(session => outbox.AddAsync(session, one), CancellationToken.None);
            var committed = Stopwatch.GetTimestamp();
            times.Add((await arrived.Reader.ReadAsync() - committed) / (double)Stopwatch.Frequency * 1000);
            await Task.Delay(20);
        }

        times.Sort();
        results.Add(
            "one event at a time, from commit to a listener",
            "-",
            string.Create(CultureInfo.InvariantCulture, $"median {times[Single / 2]:F1} ms, 95 of 100 within {times[Single * 95 / 100]:F1} ms"),
            "-",
            "-");
    }

    private static async Task EmptyAsync(IChannel channel)
    {
        foreach (var queue in Topology.Consumers)
        {
            await channel.QueuePurgeAsync(queue.Queue);
        }
    }

    private static Task<long> UnsentAsync(Database database) => database.ReadAsync(
        session => session.QuerySingleOrDefaultAsync<long>("SELECT COUNT(*) FROM messaging_outbox WHERE send_time IS NULL"), CancellationToken.None);

    private static ReportSubmitted Event(string report, long sequence) => new()
    {
        MessageId = Guid.NewGuid(),
        Report = report,
        Sequence = sequence,
        State = ReportState.Submitted,
        Revision = 1,
        EventTime = DateTimeOffset.UtcNow,
        SnapshotSha256 = new string('0', 64),
    };
}
