using System.Diagnostics;
using Liwan.Testing;
using RabbitMQ.Client;

namespace Liwan.Messaging.Tests;

/// <summary>samples/consumer, as somebody outside runs it.</summary>
public sealed class SampleConsumerTests(BrokerFixture broker) : BrokerTest(broker)
{
    [RabbitMqFact]
    public async Task Consumer_PrintsEachEventOnceInOrder_AlsoAfterAReplay_AndTheNextOneGoesOn()
    {
        await using var reports = await StartReportsAsync();
        // Its queue is bound to exchanges that the suite declares.
        await reports.AddAsync(SampleEvents.Started(SampleEvents.Report(1), 1));
        await Wait.UntilAsync("the topology is there", async () => await reports.UnsentAsync() == 0);
        var life = SampleEvents.Life(SampleEvents.Report(2));

        using (var consumer = new Sample(Broker.Node.AmqpUri))
        {
            await Wait.UntilAsync("it listens", () => QueueIsThereAsync());
            await reports.AddAsync(life);
            await Wait.UntilAsync("it has printed all", () => consumer.Lines.Count >= life.Count);
            await reports.Database.WriteAsync(session => session.ExecuteAsync("UPDATE messaging_outbox SET send_time = NULL"), CancellationToken.None);
            await Wait.UntilAsync("all are sent and taken again", async () => await reports.UnsentAsync() == 0 && await Broker.CountAsync("listener.sample") == 0);
            await reports.AddAsync(SampleEvents.Submitted(SampleEvents.Report(1), 2));
            await Wait.UntilAsync("it has printed the new one", () => consumer.Lines.Any(line => line.EndsWith("unit-1/reports/2021 2 SUBMITTED", StringComparison.Ordinal)));
            Assert.Equal(
                life.Select(e => $"{EventContract.Of(e).Name} {e.Report} {e.Sequence} {e.State}".ToUpperInvariant()),
                consumer.Lines.Where(line => line.Contains("unit-2", StringComparison.Ordinal)).Select(line => line.ToUpperInvariant()));
        }

        await reports.AddAsync(SampleEvents.Recalled(SampleEvents.Report(1), 3));
        using var next = new Sample(Broker.Node.AmqpUri);
        await Wait.UntilAsync("what came meanwhile is there", () => next.Lines.Any(line => line.EndsWith("3 DRAFT", StringComparison.Ordinal)));
        await DeleteQueueAsync();
    }

    private async Task<bool> QueueIsThereAsync()
    {
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync("listener.sample")).ConsumerCount == 1;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    private async Task DeleteQueueAsync()
    {
        await using var connection = await Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync("listener.sample");
    }

    private sealed class Sample : IDisposable
    {
        private readonly Process _process;
        private readonly List<string> _lines = [];

        public Sample(Uri address)
        {
            _process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Liwan.Samples.Consumer.dll"), address.ToString()])
            {
                RedirectStandardOutput = true,
            })!;
            _process.OutputDataReceived += (_, data) =>
            {
                lock (_lines)
                {
                    if (data.Data is { } line)
                    {
                        _lines.Add(line);
                    }
                }
            };
            _process.BeginOutputReadLine();
        }

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
