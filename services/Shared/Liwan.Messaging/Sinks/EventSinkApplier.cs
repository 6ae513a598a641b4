using System.Diagnostics;
using Liwan.Events.V1;

namespace Liwan.Messaging;

/// <summary>Applies events that come without the broker through the same inbox as those that come over it.</summary>
internal static class EventSinkApplier
{
    public static async Task ApplyAsync(Inbox inbox, IEnumerable<Event> events, CancellationToken cancellationToken)
    {
        foreach (var message in events)
        {
            ActivityContext.TryParse(message.Traceparent, message.Tracestate, isRemote: true, out var parent);
            await inbox.ReceiveAsync(EventMessages.FromMessage(message), parent, cancellationToken);
        }
    }
}
