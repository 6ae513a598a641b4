using Liwan.Storage;
using Microsoft.Extensions.Logging;

namespace Liwan.Messaging;

/// <summary>Sends the outbox to the broker: batch by batch in feed order, strictly in order within a report.</summary>
internal sealed partial class BrokerLane(
    BrokerLink link, OutboxTable outbox, RelayLease lease, RelayMetrics metrics, OutboxRelayOptions options, TimeProvider time, ILogger<BrokerLane> logger)
{
    private const string Transport = "rabbitmq";

    private static readonly TimeSpan DeadLetterInterval = TimeSpan.FromSeconds(15);

    private readonly WakeUp _wake = new(time);
    private int _singly;
    private long? _countedDeadLetters;

    private sealed record Sending(List<OutboxRow> Sent, List<RowFailure> Refused, Exception? Broken);

    public void Wake() => _wake.Call();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            try
            {
                await link.OpenAsync(cancellationToken);
                await CountDeadLettersAsync(cancellationToken);
                var rows = await outbox.ForBrokerAsync(_singly > 0 ? 1 : options.BatchSize, cancellationToken);
                if (rows.Count == 0)
                {
                    await _wake.WaitAsync(options.PollInterval, cancellationToken);
                }
                else
                {
                    await SendBatchAsync(rows, cancellationToken);
                }

                failures = 0;
            }
            catch (Exception e) when (e is not LeaseLostException && !cancellationToken.IsCancellationRequested)
            {
                failures++;
                metrics.DeadLetters = null;
                LogFailure(failures, e.Message);
                await Task.Delay(Backoff.After(failures, options.FirstBackoff, options.MaxBackoff), time, cancellationToken);
            }
        }
    }

    private async Task CountDeadLettersAsync(CancellationToken cancellationToken)
    {
        if (_countedDeadLetters is { } counted && time.GetElapsedTime(counted) < DeadLetterInterval)
        {
            return;
        }

        metrics.DeadLetters = await link.CountDeadLettersAsync(cancellationToken);
        _countedDeadLetters = time.GetTimestamp();
    }

    private async Task SendBatchAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var sending = await SendAsync(rows, cancellationToken);
        if (sending.Sent.Count > 0)
        {
            // Even while stopping: what is known to be sent need not be sent again.
            await outbox.MarkSentAsync(sending.Sent, CancellationToken.None);
            metrics.Delivered(Transport, sending.Sent, row => row.EventType);
        }

        foreach (var failure in sending.Refused)
        {
            var park = failure.MayPark && failure.Row.Attempts + 1 >= options.MaxAttempts;
            var backoff = Backoff.After(failure.Row.Attempts + 1, options.FirstBackoff, options.MaxEventBackoff);
            await outbox.MarkFailedAsync(failure, backoff, park, cancellationToken);
            metrics.Failed(Transport, failure.Row.EventType);
            LogRefused(failure.Row.EventType, failure.Row.MessageId, failure.Row.Report, failure.Row.Attempts + 1, park ? "parked" : "tried again later", failure.Error);
        }

        if (sending.Refused.Count > 0 || sending.Broken is not null)
        {
            // A refusal may mean that somebody deleted a queue: opening declares the topology again.
            await link.CloseAsync();
        }

        if (sending.Broken is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw sending.Broken;
        }
    }

    // Rounds: the first row of every report, then the second of every report whose first is confirmed, and so on.
    private async Task<Sending> SendAsync(IReadOnlyList<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var sending = new Sending([], [], null);
        var reports = rows.GroupBy(row => row.Report).Select(group => new Queue<OutboxRow>(group)).ToList();
        _singly = Math.Max(0, _singly - 1);
        while (reports.Count > 0)
        {
            if (!lease.Runs)
            {
                throw new LeaseLostException();
            }

            var broken = await SendRoundAsync(reports.ConvertAll(report => report.Dequeue()), sending, cancellationToken);
            if (broken is ChannelClosedException && rows.Count == 1)
            {
                sending.Refused.Add(new RowFailure(rows[0], broken.Message));
                return sending;
            }

            if (broken is not null)
            {
                // One of them closes the channel for all: send them singly, and it is found.
                _singly = broken is ChannelClosedException ? rows.Count : _singly;
                return sending with { Broken = broken };
            }

            reports.RemoveAll(report => report.Count == 0 || sending.Refused.Exists(failure => failure.Row.Report == report.Peek().Report));
        }

        return sending;
    }

    private async Task<Exception?> SendRoundAsync(List<OutboxRow> round, Sending sending, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.BrokerTimeout);
        var publishing = round.ConvertAll(row => link.PublishAsync(row, limit.Token));
        Exception? broken = null;
        for (var i = 0; i < round.Count; i++)
        {
            try
            {
                await publishing[i];
                sending.Sent.Add(round[i]);
            }
            catch (UnroutableException e)
            {
                sending.Refused.Add(new RowFailure(round[i], e.Message));
            }
            catch (QueueRefusedException e)
            {
                // The queue's fault, and it may be one of ours, whose consumer then gets the event from its sink.
                sending.Refused.Add(new RowFailure(round[i], e.Message, MayPark: false));
                link.PublishFailed(e.Message);
            }
            catch (ChannelClosedException e)
            {
                broken = e;
            }
            catch (Exception e)
            {
                broken ??= e;
            }
        }

        if (broken is not (null or ChannelClosedException) && !cancellationToken.IsCancellationRequested)
        {
            link.PublishFailed(broken is OperationCanceledException ? $"no confirm within {options.BrokerTimeout}" : broken.Message);
        }

        return broken;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Sending to the broker failed {Failures} times in a row: {Reason}")]
    private partial void LogFailure(int failures, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker refused {EventType} {MessageId} of {Report} (attempt {Attempt}, {Then}): {Reason}")]
    private partial void LogRefused(string eventType, string messageId, string report, int attempt, string then, string reason);
}
