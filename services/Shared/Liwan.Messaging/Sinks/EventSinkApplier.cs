using System.Diagnostics;
using Liwan.Events.V1;

namespace Liwan.Messaging;

/// <summary>Applies events that come without the broker through the same inbox as those that come over it.</summary>
internal static class EventSinkApplier
{
    /// <exception cref="EventFormatException">One of them cannot be read; none is applied.</exception>
    public static async Task ApplyAsync(Inbox inbox, IReadOnlyList<Event> events, CancellationToken cancellationToken)
    {
        foreach (var (message, reportEvent) in events.Select(message => (message, Read(message))).ToList())
        {
            ActivityContext.TryParse(message.Traceparent, message.Tracestate, isRemote: true, out var parent);
            await inbox.ReceiveAsync(reportEvent, parent, cancellationToken);
        }
    }

    private static ReportEvent Read(Event message)
    {
        var reportEvent = EventMessages.FromMessage(message);
        reportEvent.ReadReport();
        return reportEvent;
    }
}
