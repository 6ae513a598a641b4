using System.Threading.Channels;

namespace Liwan.Storage;

/// <summary>Wakes one waiting loop; calls that come while it is awake are remembered as one.</summary>
/// <param name="time">The clock of the waits.</param>
public sealed class WakeUp(TimeProvider time)
{
    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the loop, now or when it next waits.</summary>
    public void Call() => _calls.Writer.TryWrite(true);

    /// <summary>Waits for a call.</summary>
    /// <param name="atMost">How long; the loop then looks for itself.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _calls.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody called in time; the loop looks for itself.
        }
    }
}
