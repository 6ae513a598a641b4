using Liwan.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liwan.Messaging;

/// <summary>
/// Tells all who watch in this process that the feed has grown, with one query for them all. The relay of this process
/// wakes it; where another replica's relay works, it looks for itself.
/// </summary>
internal sealed partial class FeedHead(Database database, TimeProvider time, IOptions<EventFeedOptions> settings, ILogger<FeedHead> logger)
    : BackgroundService
{
    private readonly WakeUp _wake = new(time);
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = NewSignal();
    private long _last;
    private int _watchers;

    /// <summary>Looks at once.</summary>
    public void Wake() => _wake.Call();

    /// <summary>Has the feed looked at until the result is disposed.</summary>
    public IDisposable Watch()
    {
        Interlocked.Increment(ref _watchers);
        _wake.Call();
        return new Watcher(this);
    }

    /// <summary>Returns once the feed may reach beyond a position, or after a while.</summary>
    public async Task WaitAsync(long position, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task moved;
        lock (_gate)
        {
            if (_last > position)
            {
                return;
            }

            moved = _moved.Task;
        }

        try
        {
            await moved.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing new; whoever waits has a heartbeat to send.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failing = false;
        while (true)
        {
            await _wake.WaitAsync(settings.Value.PollInterval, stoppingToken);
            try
            {
                if (Volatile.Read(ref _watchers) > 0)
                {
                    MoveTo((await database.ReadAsync(FeedTable.EndsAsync, stoppingToken)).Last);
                    failing = false;
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!failing)
                {
                    LogFailure(e);
                }

                failing = true;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void MoveTo(long last)
    {
        lock (_gate)
        {
            if (last <= _last)
            {
                return;
            }

            _last = last;
            _moved.SetResult();
            _moved = NewSignal();
        }
    }

    private sealed class Watcher(FeedHead head) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref head._watchers);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of the feed cannot be read; it is tried again, and those who watch wait.")]
    private partial void LogFailure(Exception exception);
}
