namespace Liwan.OperatorPage.Telemetry;

/// <summary>One piece of work within a trace.</summary>
/// <param name="TraceId">32 hexadecimal digits, lower case.</param>
/// <param name="SpanId">16 hexadecimal digits, lower case.</param>
/// <param name="ParentId">The span that it is part of; null for the first of a trace.</param>
/// <param name="Name">What was done.</param>
/// <param name="Kind">On which side of a call it was done.</param>
/// <param name="Start">When it began, by the clock of its process.</param>
/// <param name="Duration">How long it took; zero where its end is before its start.</param>
/// <param name="Status">How it ended.</param>
/// <param name="StatusMessage">Why it failed, where it says so.</param>
/// <param name="Source">Its process.</param>
/// <param name="Scope">The library that recorded it.</param>
/// <param name="Attributes">What else it says.</param>
/// <param name="Events">What happened meanwhile, in the order it was sent.</param>
/// <param name="Links">Spans, mostly of other traces, that it has to do with.</param>
public sealed record Span(
    string TraceId,
    string SpanId,
    string? ParentId,
    string Name,
    SpanKind Kind,
    DateTimeOffset Start,
    TimeSpan Duration,
    SpanStatus Status,
    string? StatusMessage,
    TelemetrySource Source,
    string Scope,
    IReadOnlyList<NamedValue> Attributes,
    IReadOnlyList<SpanEvent> Events,
    IReadOnlyList<SpanLink> Links)
{
    /// <summary>When it ended.</summary>
    public DateTimeOffset End => Start + Duration;

    /// <summary>Whether it failed.</summary>
    public bool IsError => Status == SpanStatus.Error;

    /// <summary>Whether the text stands in its id, its name, its status message or the value of an attribute, whatever the case of letters.</summary>
    public bool Contains(string text) =>
        TraceId.StartsWith(text, StringComparison.OrdinalIgnoreCase)
        || SpanId.Equals(text, StringComparison.OrdinalIgnoreCase)
        || Name.Contains(text, StringComparison.OrdinalIgnoreCase)
        || StatusMessage?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
        || Attributes.Any(attribute => attribute.Value.Contains(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>On which side of a call a span was recorded.</summary>
public enum SpanKind
{
    /// <summary>Within a process.</summary>
    Internal,

    /// <summary>Answers a call.</summary>
    Server,

    /// <summary>Makes a call.</summary>
    Client,

    /// <summary>Sends a message.</summary>
    Producer,

    /// <summary>Takes a message.</summary>
    Consumer,
}

/// <summary>How a span ended.</summary>
public enum SpanStatus
{
    /// <summary>It does not say; by convention well.</summary>
    Unset,

    /// <summary>Well.</summary>
    Ok,

    /// <summary>It failed.</summary>
    Error,
}

/// <summary>Something that happened during a span.</summary>
/// <param name="Time">When.</param>
/// <param name="Name">What, such as <c>exception</c>.</param>
/// <param name="Attributes">What else is known of it.</param>
public sealed record SpanEvent(DateTimeOffset Time, string Name, IReadOnlyList<NamedValue> Attributes);

/// <summary>A span that another refers to.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="SpanId">The span.</param>
/// <param name="Attributes">What is said about the relation.</param>
public sealed record SpanLink(string TraceId, string SpanId, IReadOnlyList<NamedValue> Attributes);
