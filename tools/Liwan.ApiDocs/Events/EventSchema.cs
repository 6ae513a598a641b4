using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Liwan.ApiDocs.Contracts;

namespace Liwan.ApiDocs.Events;

/// <summary>The JSON Schema of one event as it is on the wire: every field is written out, and fields may be added.</summary>
internal static class EventSchema
{
    private const string Uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
    private const string Sha256 = "^[0-9a-f]{64}$";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The events of the contracts, in the order of the file.</summary>
    public static IEnumerable<MessageDescriptor> Events(ContractSet contracts) => contracts.Packages
        .SelectMany(package => package.Files)
        .Where(file => file.Name == "liwan/events/v1/report_events.proto")
        .SelectMany(file => file.MessageTypes);

    /// <summary>The schema of an event.</summary>
    public static string Write(MessageDescriptor message)
    {
        var fields = message.Fields.InDeclarationOrder();
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = message.FullName,
            ["description"] = message.Comment(),
            ["type"] = "object",
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.JsonName, (JsonNode?)Property(field)))),
            ["required"] = new JsonArray([.. fields.Select(field => JsonValue.Create(field.JsonName))]),
        }.ToJsonString(Format) + "\n";
    }

    private static JsonObject Property(FieldDescriptor field)
    {
        var property = new JsonObject { ["description"] = field.Comment() };
        foreach (var (name, value) in Type(field))
        {
            property[name] = value;
        }

        return property;
    }

    private static Dictionary<string, JsonNode?> Type(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => new() { ["type"] = "string", ["format"] = "date-time" },
        FieldType.Enum => new()
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. field.EnumType.Values.Where(value => value.Number != 0).Select(value => JsonValue.Create(value.Name))]),
        },
        FieldType.Int64 => new() { ["type"] = "string", ["pattern"] = "^[1-9][0-9]{0,18}$" },
        FieldType.Int32 => new() { ["type"] = "integer", ["minimum"] = 0 },
        FieldType.String when field.Name == "message_id" => new() { ["type"] = "string", ["pattern"] = Uuid },
        FieldType.String when field.Name.EndsWith("_sha256", StringComparison.Ordinal) => new() { ["type"] = "string", ["pattern"] = Sha256 },
        FieldType.String when field.Name == "report" => new() { ["type"] = "string", ["pattern"] = "^departments/[a-z][a-z0-9-]{1,62}/reports/20[0-9]{2}$" },
        FieldType.String => new() { ["type"] = "string" },
        _ => throw new NotSupportedException($"{field.FullName} has the type {field.FieldType}, which no event has had so far: say here how it is on the wire."),
    };
}
