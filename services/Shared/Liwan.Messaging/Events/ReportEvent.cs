using System.Text.Json.Serialization;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Messaging;

/// <summary>
/// A fact about a report. Each derived record mirrors the message of the same name in <c>liwan.events.v1</c>; its JSON
/// is the proto JSON of that message.
/// </summary>
public abstract record ReportEvent
{
    /// <summary>The same for every delivery of the event.</summary>
    [JsonPropertyOrder(-6)]
    public required Guid MessageId { get; init; }

    /// <summary><c>departments/{department}/reports/{year}</c>.</summary>
    [JsonPropertyOrder(-5)]
    public required string Report { get; init; }

    /// <summary>Counts the events of the report from 1, without a gap.</summary>
    [JsonPropertyOrder(-4)]
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public required long Sequence { get; init; }

    /// <summary>The state of the report after the event.</summary>
    [JsonPropertyOrder(-3)]
    public required ReportState State { get; init; }

    /// <summary>The number of the revision last submitted; 0 before the first.</summary>
    [JsonPropertyOrder(-2)]
    public int Revision { get; init; }

    /// <summary>When it happened.</summary>
    [JsonPropertyOrder(-1)]
    [JsonConverter(typeof(ProtoTimestampConverter))]
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>Returns the department and year of the report.</summary>
    /// <exception cref="EventFormatException">The name of the report does not have its form.</exception>
    public DepartmentYear ReadReport()
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "report", Report, "reports");
        return violations.Items.Count == 0 ? key : throw new EventFormatException(violations.Items[0].English);
    }
}

/// <summary>A department has started its form.</summary>
public sealed record ReportStarted : ReportEvent;

/// <summary>A department has submitted its form.</summary>
public sealed record ReportSubmitted : ReportEvent
{
    /// <summary>SHA-256 of the revision's snapshot, 64 lower-case hexadecimal digits.</summary>
    public required string SnapshotSha256 { get; init; }
}

/// <summary>The finance bureau has returned a form to its department.</summary>
public sealed record ReportReturned : ReportEvent
{
    /// <summary>What the department has to mend.</summary>
    public required string Reason { get; init; }
}

/// <summary>A department has taken its form back before it was reviewed.</summary>
public sealed record ReportRecalled : ReportEvent
{
    /// <summary>Why the department took it back.</summary>
    public required string Reason { get; init; }
}

/// <summary>The finance bureau has accepted a form.</summary>
public sealed record ReportAccepted : ReportEvent;

/// <summary>The finance bureau has made a form public.</summary>
public sealed record ReportPublished : ReportEvent
{
    /// <summary>SHA-256 of the archived PDF that is public now, 64 lower-case hexadecimal digits.</summary>
    public required string DocumentSha256 { get; init; }
}

/// <summary>The finance bureau has withdrawn a form from the public.</summary>
public sealed record ReportUnpublished : ReportEvent
{
    /// <summary>Why it was withdrawn.</summary>
    public required string Reason { get; init; }
}

/// <summary>The document of a revision is archived. Moves no state.</summary>
public sealed record ReportArchived : ReportEvent
{
    /// <summary>The number of the revision whose document was archived.</summary>
    public required int ArchivedRevision { get; init; }

    /// <summary>SHA-256 of the archived PDF, 64 lower-case hexadecimal digits.</summary>
    public required string DocumentSha256 { get; init; }

    /// <summary>SHA-256 of the snapshot it was made from, 64 lower-case hexadecimal digits.</summary>
    public required string SnapshotSha256 { get; init; }
}
