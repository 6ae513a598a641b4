using System.Data.Common;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liwan.Messaging;

/// <summary>
/// Empties the outbox of this service's database. Of all replicas one holds the lease and works; the others stand by.
/// </summary>
internal sealed partial class OutboxRelay(
    Database database,
    WakeUp wake,
    FeedHead feed,
    RelayMetrics metrics,
    IReadOnlyList<EventSink> sinks,
    IOptions<OutboxRelayOptions> settings,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<OutboxRelay> logger,
    BrokerLink? link) : BackgroundService
{
    private static readonly TimeSpan BacklogInterval = TimeSpan.FromSeconds(5);

    private readonly OutboxRelayOptions _options = settings.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts its services one after another; none is to wait for this one.
        await Task.Yield();
        var lease = new RelayLease(database, time, _options.LeaseDuration, $"{Environment.MachineName}/{Environment.ProcessId}");
        var failures = 0;
        while (true)
        {
            try
            {
                if (await lease.TryTakeAsync(stoppingToken))
                {
                    LogTaken(lease.Fence);
                    await LeadAsync(lease, stoppingToken);
                }

                failures = 0;
                await Task.Delay(_options.PollInterval, time, stoppingToken);
            }
            catch (LeaseLostException)
            {
                LogLost(lease.Fence);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // However what was under way took it; gRPC for one has an exception of its own.
                return;
            }
            catch (Exception e)
            {
                failures++;
                LogFailure(e, failures);
                await Task.Delay(Backoff.After(failures, _options.FirstBackoff, _options.MaxBackoff), time, stoppingToken);
            }
        }
    }

    private async Task LeadAsync(RelayLease lease, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var outbox = new OutboxTable(database, lease, time);
        var broker = link is null ? null : new BrokerLane(link, outbox, lease, metrics, _options, time, loggers.CreateLogger<BrokerLane>());
        var lanes = sinks.Select(sink => new SinkLane(sink, link, outbox, lease, metrics, _options, time, loggers.CreateLogger<SinkLane>())).ToList();
        var work = lanes.ConvertAll(lane => lane.RunAsync(stop.Token));
        if (broker is not null)
        {
            work.Add(broker.RunAsync(stop.Token));
        }

        work.Add(PlaceAsync(lease, outbox, () => WakeReaders(broker, lanes), stop.Token));
        try
        {
            await await Task.WhenAny(work);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(work).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            metrics.Backlog = null;
            metrics.DeadLetters = null;
            if (link is not null)
            {
                await link.CloseAsync();
            }

            await ReleaseAsync(lease);
        }
    }

    private static async Task ReleaseAsync(RelayLease lease)
    {
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception e) when (e is DbException or ServiceException)
        {
            // The database is not there; the lease ends by itself.
        }
    }

    private void WakeReaders(BrokerLane? broker, List<SinkLane> lanes)
    {
        feed.Wake();
        broker?.Wake();
        lanes.ForEach(lane => lane.Wake());
    }

    // Gives new rows their place in the feed, wakes lanes and watchers, and keeps the lease while there is nothing to do.
    private async Task PlaceAsync(RelayLease lease, OutboxTable outbox, Action placed, CancellationToken cancellationToken)
    {
        var looked = 0L;
        var failures = 0;
        while (true)
        {
            try
            {
                if (await outbox.HasUnplacedAsync(cancellationToken) || lease.Age > _options.LeaseDuration / 3)
                {
                    if (await outbox.PlaceAsync(cancellationToken))
                    {
                        placed();
                    }
                }

                if (looked == 0 || time.GetElapsedTime(looked) > BacklogInterval)
                {
                    looked = time.GetTimestamp();
                    metrics.Backlog = await outbox.BacklogAsync(link is not null, cancellationToken);
                }

                failures = 0;
                await wake.WaitAsync(_options.PollInterval, cancellationToken);
            }
            catch (Exception e) when (e is not LeaseLostException && !cancellationToken.IsCancellationRequested && lease.Runs)
            {
                failures++;
                LogFailure(e, failures);
                await Task.Delay(Backoff.After(failures, _options.FirstBackoff, _options.MaxBackoff), time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "This relay holds the lease of the outbox (fence {Fence}).")]
    private partial void LogTaken(long fence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This relay has lost the lease of the outbox (fence {Fence}) and stands by.")]
    private partial void LogLost(long fence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The relay cannot read or write its outbox ({Failures} times in a row); it tries again.")]
    private partial void LogFailure(Exception exception, int failures);
}
