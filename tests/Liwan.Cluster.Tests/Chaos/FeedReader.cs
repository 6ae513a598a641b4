using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Events.V1;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>An integrator without a broker: watches the feed, and goes on from its resume token after every break.</summary>
internal sealed class FeedReader(EventFeedService.EventFeedServiceClient feed, ChaosTally tally) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, long> _sequences = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>The last sequence that was read of a report.</summary>
    public long SequenceOf(string report) => _sequences.GetValueOrDefault(report);

    /// <summary>Reads on until it is disposed of.</summary>
    public void Start() => _reading = ReadAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        var resume = "start";
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var call = feed.WatchReports(new WatchReportsRequest { Parent = "departments/-", ResumeToken = resume }, cancellationToken: _stop.Token);
                await foreach (var message in call.ResponseStream.ReadAllAsync(_stop.Token))
                {
                    if (message.Event is not null)
                    {
                        Take(message.Event);
                    }

                    resume = message.ResumeToken;
                }
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.ResourceExhausted)
            {
                tally.Count("breaks of the feed");
                await Task.Delay(100, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (RpcException e)
            {
                tally.Wrong.Enqueue($"The feed ended with {e.StatusCode} after {resume}: {e.Status.Detail}");
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Take(Event told)
    {
        var kind = (IMessage)Event.Descriptor.FindFieldByNumber((int)told.KindCase).Accessor.GetValue(told);
        var report = (string)kind.Descriptor.FindFieldByName("report").Accessor.GetValue(kind);
        var sequence = (long)kind.Descriptor.FindFieldByName("sequence").Accessor.GetValue(kind);
        var last = _sequences.GetValueOrDefault(report);
        if (sequence != last + 1)
        {
            tally.Wrong.Enqueue($"{report}: the feed gave {sequence} after {last}.");
        }

        _sequences[report] = sequence;
    }
}
