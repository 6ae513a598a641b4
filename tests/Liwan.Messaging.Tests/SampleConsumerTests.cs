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
            await Wait.UntilAsync("it listens", () =>
            {
                consumer.ThrowIfEnded();
                return QueueIsThereAsync();
            });
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
        private readonly List<string> _errors = [];

        public Sample(Uri address)
        {
            // Where it was built: this program's folder lacks what the framework of a web service brings along.
            var build = new DirectoryInfo(AppContext.BaseDirectory);
            var program = Path.Combine(
                build.FullName, "..", "..", "..", "..", "..", "samples", "consumer", "bin", build.Parent!.Name, build.Name, "Liwan.Samples.Consumer.dll");
            _process = Process.Start(new ProcessStartInfo("dotnet", [program, address.ToString()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            _process.OutputDataReceived += (_, data) => Keep(_lines, data.Data);
            _process.ErrorDataReceived += (_, data) => Keep(_errors, data.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        /// <exception cref="InvalidOperationException">It has ended, and says why.</exception>
        public void ThrowIfEnded()
        {
            if (_process.HasExited)
            {
                _process.WaitForExit();
                throw new InvalidOperationException(string.Join('\n', _errors));
            }
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

        private static void Keep(List<string> lines, string? line)
        {
            lock (lines)
            {
                if (line is not null)
                {
                    lines.Add(line);
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
