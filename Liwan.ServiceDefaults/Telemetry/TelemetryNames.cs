namespace Liwan.ServiceDefaults.Telemetry;

/// <summary>Every name of our own in telemetry, and those of OpenTelemetry's conventions that we set ourselves.</summary>
public static class TelemetryNames
{
    /// <summary>Spans of database queries.</summary>
    public const string StorageSource = "Liwan.Storage";

    /// <summary>Spans and metrics of outbox, relay and inbox.</summary>
    public const string MessagingSource = "Liwan.Messaging";

    /// <summary>Business spans of a form: check, submit, render, archive.</summary>
    public const string ReportsSource = "Liwan.Reports";

    /// <summary>Metric: events the broker has not taken; where there is none, that a consumer of the suite has not.</summary>
    public const string OutboxUnsent = "liwan.outbox.unsent";

    /// <summary>Metric: events that wait for an operator.</summary>
    public const string OutboxParked = "liwan.outbox.parked";

    /// <summary>Metric: seconds that the oldest of <see cref="OutboxUnsent"/> waits.</summary>
    public const string OutboxOldestUnsentAge = "liwan.outbox.oldest_unsent_age";

    /// <summary>Metric: events delivered, by <see cref="MessagingSystem"/> and <see cref="MessagingDestinationName"/>.</summary>
    public const string OutboxSent = "liwan.outbox.sent";

    /// <summary>Metric: deliveries of an event that failed for a reason of its own, by <see cref="MessagingSystem"/> and <see cref="MessagingDestinationName"/>.</summary>
    public const string OutboxFailed = "liwan.outbox.failed";

    /// <summary>Metric: seconds from the commit of an event to its delivery, by <see cref="MessagingSystem"/> and <see cref="MessagingDestinationName"/>.</summary>
    public const string OutboxDelay = "liwan.outbox.delay";

    /// <summary>Metric: letters in the error queue of a consumer, by <see cref="MessagingDestinationName"/>.</summary>
    public const string ConsumerDeadLetters = "liwan.consumer.dead_letters";

    /// <summary>Metrics of who was let in.</summary>
    public const string AccessSource = "Liwan.Access";

    /// <summary>Metric: calls refused because they had no valid token, by <see cref="RpcMethod"/>.</summary>
    public const string UnauthenticatedCalls = "liwan.access.unauthenticated";

    /// <summary>The full gRPC method, by OpenTelemetry's convention.</summary>
    public const string RpcMethod = "rpc.method";

    /// <summary>The database product, by OpenTelemetry's convention.</summary>
    public const string DbSystemName = "db.system.name";

    /// <summary>The database, by OpenTelemetry's convention.</summary>
    public const string DbNamespace = "db.namespace";

    /// <summary>The first word of the statement, by OpenTelemetry's convention.</summary>
    public const string DbOperationName = "db.operation.name";

    /// <summary>The parameterised statement, by OpenTelemetry's convention.</summary>
    public const string DbQueryText = "db.query.text";

    /// <summary>The broker or sink, by OpenTelemetry's convention.</summary>
    public const string MessagingSystem = "messaging.system";

    /// <summary>The exchange, queue or sink, by OpenTelemetry's convention.</summary>
    public const string MessagingDestinationName = "messaging.destination.name";

    /// <summary><c>send</c> or <c>process</c>, by OpenTelemetry's convention.</summary>
    public const string MessagingOperationType = "messaging.operation.type";

    /// <summary>The id of the event, by OpenTelemetry's convention.</summary>
    public const string MessagingMessageId = "messaging.message.id";

    /// <summary>What became of an event that was received: Applied, Duplicate or Stale.</summary>
    public const string EventOutcome = "liwan.event.outcome";

    /// <summary>The resource name of the report that a span is about.</summary>
    public const string Report = "liwan.report";

    /// <summary>The department id that a span is about.</summary>
    public const string Department = "liwan.department";

    /// <summary>The year that a span is about.</summary>
    public const string Year = "liwan.year";

    /// <summary>The number of the revision that a span is about.</summary>
    public const string Revision = "liwan.revision";
}
