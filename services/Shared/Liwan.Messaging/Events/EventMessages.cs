using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Liwan.Events.V1;

namespace Liwan.Messaging;

/// <summary>
/// Between the JSON of an event and <see cref="Event"/>, by way of the protos' own JSON: a new event needs no code here.
/// </summary>
internal static class EventMessages
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private static readonly Dictionary<string, FieldDescriptor> Fields = Event.Descriptor.Oneofs[0].Fields
        .ToDictionary(field => field.MessageType.FullName, StringComparer.Ordinal);

    public static Event ToMessage(EventContract contract, string json, string? traceparent, string? tracestate)
    {
        var message = new Event { Traceparent = traceparent ?? "", Tracestate = tracestate ?? "" };
        var field = Fields[contract.Name];
        field.Accessor.SetValue(message, Parser.Parse(json, field.MessageType));
        return message;
    }

    public static ReportEvent FromMessage(Event message)
    {
        var field = message.KindCase == Event.KindOneofCase.None ? null : Event.Descriptor.FindFieldByNumber((int)message.KindCase);
        if (field is null || !EventContract.TryFind(field.MessageType.FullName, out var contract))
        {
            throw new EventFormatException($"The event is of no kind that this build knows; it must be one of {string.Join(", ", Fields.Keys)}.");
        }

        return ReportEventJson.Deserialize(contract, Encoding.UTF8.GetBytes(Format(contract, (IMessage)field.Accessor.GetValue(message))));
    }

    private static string Format(EventContract contract, IMessage message)
    {
        try
        {
            return Formatter.Format(message);
        }
        catch (InvalidOperationException e)
        {
            // A time outside the years 1 to 9999, or with a negative fraction.
            throw new EventFormatException($"The event is no {contract.Name}: {e.Message}");
        }
    }
}
