namespace Liwan.OperatorPage.Telemetry;

/// <summary>A structured log line.</summary>
/// <param name="Time">When it was written, by the clock of its process.</param>
/// <param name="Level">How grave it is.</param>
/// <param name="Message">What it says, with its values filled in.</param>
/// <param name="Category">Who wrote it: the logger's name.</param>
/// <param name="TraceId">The trace it was written in, if any.</param>
/// <param name="SpanId">The span it was written in, if any.</param>
/// <param name="Source">Its process.</param>
/// <param name="Attributes">Its values by name; those of an exception too.</param>
public sealed record LogEntry(
    DateTimeOffset Time,
    LogLevel Level,
    string Message,
    string Category,
    string? TraceId,
    string? SpanId,
    TelemetrySource Source,
    IReadOnlyList<NamedValue> Attributes)
{
    /// <summary>Its place in the order of arrival, from 1; given by the store.</summary>
    public long Number { get; init; }

    /// <summary>Whether the text stands in its message, its category, its trace id or the value of an attribute, whatever the case of letters.</summary>
    public bool Contains(string text) =>
        Message.Contains(text, StringComparison.OrdinalIgnoreCase)
        || Category.Contains(text, StringComparison.OrdinalIgnoreCase)
        || TraceId?.StartsWith(text, StringComparison.OrdinalIgnoreCase) == true
        || Attributes.Any(attribute => attribute.Value.Contains(text, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How grave a log line is, as OpenTelemetry groups the numbers of severity.</summary>
public enum LogLevel
{
    /// <summary>1 to 4.</summary>
    Trace,

    /// <summary>5 to 8.</summary>
    Debug,

    /// <summary>9 to 12, and lines that do not say.</summary>
    Information,

    /// <summary>13 to 16.</summary>
    Warning,

    /// <summary>17 to 20.</summary>
    Error,

    /// <summary>21 and above.</summary>
    Critical,
}
