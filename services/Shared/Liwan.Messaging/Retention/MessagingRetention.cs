using Liwan.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liwan.Messaging;

/// <summary>Forgets messages after their time. What the broker has not taken is never forgotten.</summary>
internal sealed partial class MessagingRetention(
    Database database, IOptions<MessagingRetentionOptions> settings, TimeProvider time, ILogger<MessagingRetention> logger) : BackgroundService
{
    private readonly MessagingRetentionOptions _options = settings.Value;
    private readonly string _first = database.Dialect.First("limit");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(_options.Interval, time, stoppingToken);
            try
            {
                await ForgetAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
            }
        }
    }

    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var outbox = await AllAsync(session => ForgetOutboxAsync(session, now - _options.Outbox), cancellationToken);
        var inbox = await AllAsync(session => ForgetInboxAsync(session, now - _options.Inbox), cancellationToken);
        if (outbox + inbox > 0)
        {
            LogForgotten(outbox, inbox);
        }
    }

    private async Task<int> AllAsync(Func<DbSession, Task<int>> batch, CancellationToken cancellationToken)
    {
        var all = 0;
        int some;
        do
        {
            some = await database.WriteAsync(batch, cancellationToken);
            all += some;
        }
        while (some == _options.BatchSize);

        return all;
    }

    private async Task<int> ForgetOutboxAsync(DbSession session, DateTimeOffset before)
    {
        var ids = await session.QueryAsync<long>(
            $"SELECT id FROM messaging_outbox WHERE send_time < @before ORDER BY send_time, position {_first}",
            new { before = UnixMicroseconds.From(before), limit = _options.BatchSize });
        if (ids.Count == 0)
        {
            return 0;
        }

        await session.ExecuteAsync("DELETE FROM messaging_outbox_sink WHERE outbox_id IN @ids", new { ids });
        return await session.ExecuteAsync("DELETE FROM messaging_outbox WHERE id IN @ids", new { ids });
    }

    private Task<int> ForgetInboxAsync(DbSession session, DateTimeOffset before) =>
        session.ExecuteAsync(
            $"""
            DELETE FROM messaging_inbox WHERE receive_time < @before AND message_id IN (
                SELECT message_id FROM messaging_inbox WHERE receive_time < @before ORDER BY receive_time {_first})
            """,
            new { before = UnixMicroseconds.From(before), limit = _options.BatchSize });

    [LoggerMessage(Level = LogLevel.Information, Message = "Forgot {Outbox} events of the outbox and {Inbox} of the inbox, past their retention.")]
    private partial void LogForgotten(int outbox, int inbox);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old messages could not be deleted; tried again at the next interval.")]
    private partial void LogFailure(Exception exception);
}
