using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Liwan.Messaging;

/// <summary>Events as raw JSON: proto JSON of <c>liwan.events.v1</c>, default values written out.</summary>
public static class ReportEventJson
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxReportLength = 200;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <summary>The JSON of an event.</summary>
    /// <param name="reportEvent">The event.</param>
    public static string Serialize(ReportEvent reportEvent)
    {
        ArgumentNullException.ThrowIfNull(reportEvent);
        return JsonSerializer.Serialize(reportEvent, reportEvent.GetType(), Options);
    }

    /// <summary>Reads an event; fields that this build does not know are passed over.</summary>
    /// <param name="contract">Which event it is.</param>
    /// <param name="json">UTF-8, at most 256 KiB.</param>
    /// <exception cref="EventFormatException">It is not such an event; the message says why.</exception>
    public static ReportEvent Deserialize(EventContract contract, ReadOnlySpan<byte> json)
    {
        ArgumentNullException.ThrowIfNull(contract);
        if (json.Length > MaxBytes)
        {
            throw new EventFormatException($"{contract.Name} has {json.Length} bytes; the limit is {MaxBytes}.");
        }

        ReportEvent? reportEvent;
        try
        {
            reportEvent = (ReportEvent?)JsonSerializer.Deserialize(json, contract.Type, Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Not as the inner exception: the header of an error queue shows the innermost only, and that names no event.
            throw new EventFormatException($"The body is no {contract.Name}: {e.Message}");
        }

        if (reportEvent is null)
        {
            throw new EventFormatException($"The body is no {contract.Name}: it is null.");
        }

        Validate(contract, reportEvent);
        return reportEvent;
    }

    private static void Validate(EventContract contract, ReportEvent reportEvent)
    {
        var problem = reportEvent switch
        {
            { MessageId: var id } when id == Guid.Empty => "messageId is empty; it must be a UUID",
            { Report.Length: 0 or > MaxReportLength } => $"report has {reportEvent.Report.Length} characters; it must be a resource name of at most {MaxReportLength}",
            { Sequence: < 1 } => $"sequence is {reportEvent.Sequence}; it counts from 1",
            { Revision: < 0 } => $"revision is {reportEvent.Revision}; it counts from 0",
            _ => null,
        };
        if (problem is not null)
        {
            throw new EventFormatException($"The body is no {contract.Name}: {problem}.");
        }
    }
}
