using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Liwan.Messaging;

/// <summary>
/// Connects the endpoint of a consumer to MassTransit's bus, and connects it anew when it has lost the broker and the
/// broker is back. Left to itself MassTransit waits up to 30 s before it looks again, and after some failures never
/// does; a lock or an archive must not wait for that. Nor is what it says of its health enough: a connection that is cut
/// at the wrong moment leaves an endpoint that counts as healthy and takes nothing, so the queue is looked at as well.
/// </summary>
internal sealed partial class ConsumerEndpointKeeper(
    IBusControl bus,
    Uri address,
    string queue,
    Func<HostReceiveEndpointHandle> connect,
    TimeProvider time,
    ILogger<ConsumerEndpointKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan QueueLookInterval = TimeSpan.FromSeconds(5);
    // Longer than all attempts at one letter.
    private static readonly TimeSpan UnderWayLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(2);

    private readonly ConnectionFactory _probe = new()
    {
        Uri = address,
        ClientProvidedName = "liwan consumer probe",
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts its services one after another; none is to wait for the broker.
        await Task.Yield();
        while (true)
        {
            var endpoint = connect();
            var deliveries = new Deliveries(time);
            endpoint.ReceiveEndpoint.ConnectReceiveObserver(deliveries);
            // An endpoint that is starting counts as healthy to MassTransit, for as long as it does not get anywhere.
            var works = await IsReadyInTimeAsync(endpoint, stoppingToken);
            do
            {
                var stalled = works && await IsStalledAsync(deliveries, stoppingToken);
                if (!stalled)
                {
                    LogLost();
                }

                await UntilBrokerAnswersAsync(stoppingToken);
                works &= !stalled && IsHealthy();
            }
            while (works);

            await DisconnectAsync(endpoint, stoppingToken);
        }
    }

    private bool IsHealthy() => bus.CheckHealth().Status == BusHealthStatus.Healthy;

    private async Task<bool> IsReadyInTimeAsync(HostReceiveEndpointHandle endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await endpoint.Ready.WaitAsync(ReadyLimit, time, cancellationToken);
            LogReady();
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotReady(e.Message);
            return false;
        }
    }

    // Returns when the broker is lost, with false, or when the queue has letters of which none is delivered, with true.
    private async Task<bool> IsStalledAsync(Deliveries deliveries, CancellationToken cancellationToken)
    {
        var looked = time.GetTimestamp();
        long? suspected = null;
        while (IsHealthy())
        {
            await Task.Delay(LookInterval, time, cancellationToken);
            if (time.GetElapsedTime(looked) < QueueLookInterval)
            {
                continue;
            }

            looked = time.GetTimestamp();
            var count = deliveries.Count;
            // With some under way, or their attempts waiting, the others rightly wait.
            if ((deliveries.UnderWay > 0 && time.GetElapsedTime(deliveries.Last) < UnderWayLimit) || !await HasLettersAsync(cancellationToken))
            {
                suspected = null;
            }
            else if (suspected == count)
            {
                LogStalled(queue);
                return true;
            }
            else
            {
                suspected = count;
            }
        }

        return false;
    }

    private async Task<bool> HasLettersAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ProbeAsync(async channel => await channel.MessageCountAsync(queue, cancellationToken) > 0, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotReady(e.Message);
            return false;
        }
    }

    private Task<T> ProbeAsync<T>(Func<IChannel, Task<T>> ask, CancellationToken cancellationToken)
    {
        return AskAsync().WaitAsync(ProbeLimit, time, cancellationToken);

        async Task<T> AskAsync()
        {
            await using var connection = await _probe.CreateConnectionAsync(cancellationToken);
            await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            return await ask(channel);
        }
    }

    private async Task UntilBrokerAnswersAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await ProbeAsync(_ => Task.FromResult(true), cancellationToken);
                return;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotReady(e.Message);
                await Task.Delay(Backoff.After(failures, FirstBackoff, MaxBackoff), time, cancellationToken);
            }
        }
    }

    private async Task DisconnectAsync(HostReceiveEndpointHandle endpoint, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StopLimit);
        try
        {
            // It may wait for what never comes, whatever the token says.
            await endpoint.StopAsync(limit.Token).WaitAsync(2 * StopLimit, time, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // What it holds is broken already; the broker gives what was under way to the next consumer.
            LogNotReady(e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The consumer is connected to its queue.")]
    private partial void LogReady();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The consumer has lost the broker; its events come over the event sink until the broker is back.")]
    private partial void LogLost();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queue {Queue} has letters and delivers none; the consumer is connected anew.")]
    private partial void LogStalled(string queue);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The consumer is not connected to its queue: {Reason}")]
    private partial void LogNotReady(string reason);

    /// <summary>What the broker delivers to one endpoint.</summary>
    private sealed class Deliveries(TimeProvider time) : IReceiveObserver
    {
        private long _count;
        private long _last = time.GetTimestamp();
        private int _underWay;

        public long Count => Interlocked.Read(ref _count);

        /// <summary>When something was delivered or ended last.</summary>
        public long Last => Interlocked.Read(ref _last);

        public int UnderWay => Volatile.Read(ref _underWay);

        public Task PreReceive(ReceiveContext context)
        {
            Interlocked.Exchange(ref _last, time.GetTimestamp());
            Interlocked.Increment(ref _count);
            Interlocked.Increment(ref _underWay);
            return Task.CompletedTask;
        }

        public Task PostReceive(ReceiveContext context) => End();

        public Task ReceiveFault(ReceiveContext context, Exception exception) => End();

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
            where T : class => Task.CompletedTask;

        private Task End()
        {
            Interlocked.Exchange(ref _last, time.GetTimestamp());
            Interlocked.Decrement(ref _underWay);
            return Task.CompletedTask;
        }
    }
}
