using System.Diagnostics;
using Liwan.ServiceDefaults.Telemetry;

namespace Liwan.Messaging;

/// <summary>
/// The spans of an event's way. They are our own, the same over broker and sink, so neither MassTransit's nor
/// RabbitMQ.Client's are switched on.
/// </summary>
internal static class MessagingTelemetry
{
    private static readonly ActivitySource Source = new(TelemetryNames.MessagingSource);

    /// <summary>The span of sending a row, child of the change that left it in the outbox.</summary>
    public static Activity? StartSend(OutboxRow row, string system, string destination)
    {
        ActivityContext.TryParse(row.Traceparent, row.Tracestate, isRemote: true, out var change);
        var activity = Source.StartActivity($"send {row.EventType}", ActivityKind.Producer, change);
        activity?.SetTag(TelemetryNames.MessagingSystem, system);
        activity?.SetTag(TelemetryNames.MessagingDestinationName, destination);
        activity?.SetTag(TelemetryNames.MessagingOperationType, "send");
        activity?.SetTag(TelemetryNames.MessagingMessageId, row.MessageId);
        activity?.SetTag(TelemetryNames.Report, row.Report);
        return activity;
    }

    /// <summary>The span of applying an event, child of the one that sent it.</summary>
    public static Activity? StartProcess(string consumer, ReportEvent reportEvent, ActivityContext parent)
    {
        var activity = Source.StartActivity($"process {EventContract.Of(reportEvent).Name}", ActivityKind.Consumer, parent);
        activity?.SetTag(TelemetryNames.MessagingDestinationName, consumer);
        activity?.SetTag(TelemetryNames.MessagingOperationType, "process");
        activity?.SetTag(TelemetryNames.MessagingMessageId, reportEvent.MessageId.ToString("D"));
        activity?.SetTag(TelemetryNames.Report, reportEvent.Report);
        activity?.SetTag(TelemetryNames.Revision, reportEvent.Revision);
        return activity;
    }
}
