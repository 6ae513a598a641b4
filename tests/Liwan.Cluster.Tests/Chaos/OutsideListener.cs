using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>An event as it had its effect on a listener.</summary>
internal sealed record TakenEvent(string MessageId, string Type, string Report, long Sequence, string State, int ArchivedRevision);

/// <summary>
/// A system outside the suite that does what docs/events.md asks: a durable queue, an acknowledgement for each event, and of each
/// report only what is above the highest sequence so far. It connects again after every loss.
/// </summary>
internal sealed class OutsideListener(Uri broker, ChaosTally tally) : IAsyncDisposable
{
    private const string Queue = "chaos-outsider";
    private readonly ConcurrentDictionary<string, List<TakenEvent>> _taken = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;
    private long _longestDelay;

    /// <summary>The longest time from a change to its event.</summary>
    public TimeSpan LongestDelay => TimeSpan.FromTicks(Interlocked.Read(ref _longestDelay));

    /// <summary>The events of a report in the order in which they had their effect.</summary>
    public IReadOnlyList<TakenEvent> Taken(string report)
    {
        var taken = _taken.GetValueOrDefault(report) ?? [];
        lock (taken)
        {
            return [.. taken];
        }
    }

    /// <summary>How many events had their effect.</summary>
    public int Count => _taken.Keys.Sum(report => Taken(report).Count);

    /// <summary>Returns once the queue is there: from then on nothing can be missed.</summary>
    public async Task StartAsync()
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _listening = ListenAsync(ready);
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _stop.Dispose();
    }

    private async Task ListenAsync(TaskCompletionSource ready)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false };
                await using var connection = await factory.CreateConnectionAsync(_stop.Token);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: _stop.Token);
                var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                channel.ChannelShutdownAsync += (_, _) => Task.FromResult(lost.TrySetResult());
                await ConsumeAsync(channel);
                ready.TrySetResult();
                await lost.Task.WaitAsync(_stop.Token);
            }
            catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException or AlreadyClosedException or IOException or OperationCanceledException or TimeoutException)
            {
                await Task.Delay(100, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ConsumeAsync(IChannel channel)
    {
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: _stop.Token);
        foreach (var exchange in EventListener.Exchanges)
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true, cancellationToken: _stop.Token);
            await channel.QueueBindAsync(Queue, exchange, routingKey: string.Empty, cancellationToken: _stop.Token);
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            Take(delivery);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, _stop.Token);
        };
        await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, _stop.Token);
    }

    private void Take(BasicDeliverEventArgs delivery)
    {
        using var json = JsonDocument.Parse(delivery.Body);
        var root = json.RootElement;
        var taken = new TakenEvent(
            delivery.BasicProperties.MessageId!,
            delivery.Exchange[(delivery.Exchange.LastIndexOf('.') + 1)..],
            root.GetProperty("report").GetString()!,
            long.Parse(root.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture),
            root.GetProperty("state").GetString()!,
            root.TryGetProperty("archivedRevision", out var revision) ? revision.GetInt32() : 0);
        var all = _taken.GetOrAdd(taken.Report, _ => []);
        lock (all)
        {
            if (all.Count > 0 && taken.Sequence <= all[^1].Sequence)
            {
                tally.Count("redeliveries");
                if (!all.Contains(taken))
                {
                    tally.Wrong.Enqueue($"{taken.Report}: event {taken.Sequence} {taken.Type} {taken.MessageId} came when {all[^1].Sequence} had had its effect, and is none that came before.");
                }

                return;
            }

            all.Add(taken);
        }

        var delay = (DateTimeOffset.UtcNow - root.GetProperty("eventTime").GetDateTimeOffset()).Ticks;
        if (delay > Interlocked.Read(ref _longestDelay))
        {
            Interlocked.Exchange(ref _longestDelay, delay);
        }
    }
}
