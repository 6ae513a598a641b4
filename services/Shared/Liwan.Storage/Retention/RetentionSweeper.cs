using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liwan.Storage.Retention;

/// <summary>Forgets by the <see cref="RetentionRule"/>s of the service, a batch at a time.</summary>
/// <param name="database">The service's own database.</param>
/// <param name="rules">What is forgotten, and when.</param>
/// <param name="settings">How often, and how much at a time.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it says what it forgot.</param>
public sealed partial class RetentionSweeper(
    Database database,
    IEnumerable<RetentionRule> rules,
    IOptions<RetentionOptions> settings,
    TimeProvider time,
    ILogger<RetentionSweeper> logger) : BackgroundService
{
    private readonly RetentionOptions _options = settings.Value;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(_options.Interval, time, stoppingToken);
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailure(e);
            }
        }
    }

    /// <summary>Forgets everything that is past its time.</summary>
    /// <param name="cancellationToken">Ends the sweep between two batches.</param>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var rule in rules)
        {
            var before = UnixMicroseconds.From(time.GetUtcNow() - rule.Keep);
            var all = 0;
            int some;
            do
            {
                some = await database.WriteAsync(session => rule.ForgetAsync(session, before, _options.BatchSize), cancellationToken);
                all += some;
            }
            while (some >= _options.BatchSize);

            if (all > 0)
            {
                LogForgotten(all, rule.What);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Forgot {Count} entries of the {What}, past their retention.")]
    private partial void LogForgotten(int count, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is past its retention could not be deleted; tried again at the next interval.")]
    private partial void LogFailure(Exception exception);
}
