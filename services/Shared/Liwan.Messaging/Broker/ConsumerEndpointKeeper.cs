using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Liwan.Messaging;

/// <summary>
/// Connects the endpoint of a consumer to MassTransit's bus, and connects it anew when it has lost the broker and the
/// broker is back. Left to itself MassTransit waits up to 30 s before it looks again, and after some failures never
/// does; a lock or an archive must not wait for that.
/// </summary>
internal sealed partial class ConsumerEndpointKeeper(
    IBusControl bus,
    Uri address,
    Func<HostReceiveEndpointHandle> connect,
    TimeProvider time,
    ILogger<ConsumerEndpointKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
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
            // An endpoint that is starting counts as healthy to MassTransit, for as long as it does not get anywhere.
            if (await IsReadyInTimeAsync(endpoint, stoppingToken))
            {
                do
                {
                    await UntilLostAsync(stoppingToken);
                    LogLost();
                    await UntilBrokerAnswersAsync(stoppingToken);
                }
                while (IsHealthy());
            }
            else
            {
                await UntilBrokerAnswersAsync(stoppingToken);
            }

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

    private async Task UntilLostAsync(CancellationToken cancellationToken)
    {
        while (IsHealthy())
        {
            await Task.Delay(LookInterval, time, cancellationToken);
        }
    }

    private async Task UntilBrokerAnswersAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await (await _probe.CreateConnectionAsync(cancellationToken)).DisposeAsync();
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
            await endpoint.StopAsync(limit.Token);
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

    [LoggerMessage(Level = LogLevel.Debug, Message = "The consumer is not connected to its queue: {Reason}")]
    private partial void LogNotReady(string reason);
}
