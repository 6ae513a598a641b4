using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>The places of the process for calls and for streams. Nobody waits for one: what waits holds memory, and its caller has long given up when it comes.</summary>
internal sealed class CallsInProgress(IOptions<LimitOptions> options)
{
    private int _calls;
    private int _streams;

    /// <summary>Takes a place; false: there is none.</summary>
    public bool TryEnter(CallKind kind) => kind switch
    {
        CallKind.Call => TryEnter(ref _calls, options.Value.CallsInProgress),
        CallKind.Stream => TryEnter(ref _streams, options.Value.StreamsInProgress),
        _ => true,
    };

    public void Leave(CallKind kind)
    {
        switch (kind)
        {
            case CallKind.Call:
                Interlocked.Decrement(ref _calls);
                break;
            case CallKind.Stream:
                Interlocked.Decrement(ref _streams);
                break;
        }
    }

    private static bool TryEnter(ref int places, int most)
    {
        if (Interlocked.Increment(ref places) <= most)
        {
            return true;
        }

        Interlocked.Decrement(ref places);
        return false;
    }
}
