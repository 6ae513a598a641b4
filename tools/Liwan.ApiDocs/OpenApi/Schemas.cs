using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Liwan.ApiDocs.Contracts;

namespace Liwan.ApiDocs.OpenApi;

/// <summary>The schemas of messages and enums in proto JSON, each once.</summary>
internal sealed class Schemas
{
    private readonly SortedDictionary<string, JsonNode> _byName = new(StringComparer.Ordinal);

    /// <summary>Whether proto JSON writes a message as a plain value.</summary>
    public static bool IsScalar(MessageDescriptor message) => Scalar(message) is not null;

    /// <summary>A reference to a type, which is described when it is first referred to.</summary>
    public JsonNode Reference(IDescriptor type)
    {
        if (!_byName.ContainsKey(type.FullName))
        {
            // Before it is described: it may hold itself.
            _byName[type.FullName] = new JsonObject();
            _byName[type.FullName] = type is MessageDescriptor message ? Describe(message, _ => true) : Describe((EnumDescriptor)type);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{type.FullName}" };
    }

    /// <summary>A request whose other fields the path gives.</summary>
    public JsonNode WithoutFields(MessageDescriptor message, IReadOnlyList<string> left) => Describe(message, field => !left.Contains(field.Name));

    /// <summary>A field without its comment.</summary>
    public JsonNode OfField(FieldDescriptor field)
    {
        if (field.IsMap)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = OfType(field.MessageType.Fields[2]) };
        }

        return field.IsRepeated ? new JsonObject { ["type"] = "array", ["items"] = OfType(field) } : OfType(field);
    }

    /// <summary>One value of a field.</summary>
    public JsonNode OfType(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Scalar(field.MessageType) ?? Reference(field.MessageType),
        FieldType.Enum => Reference(field.EnumType),
        FieldType.Bool => Type("boolean"),
        FieldType.String => Type("string"),
        FieldType.Bytes => Type("string", "byte"),
        FieldType.Double or FieldType.Float => Type("number", field.FieldType == FieldType.Double ? "double" : "float"),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => Type("integer", "int32"),
        FieldType.UInt32 or FieldType.Fixed32 => Type("integer", "int64"),
        // A JavaScript number is not exact beyond 2^53.
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => Type("string", "int64"),
        FieldType.UInt64 or FieldType.Fixed64 => Type("string", "uint64"),
        _ => throw new NotSupportedException($"{field.FullName} has the type {field.FieldType}, which proto JSON does not have."),
    };

    public JsonObject ToJson() => new(_byName.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value)));

    private static JsonObject? Scalar(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => Type("string", "date-time"),
        "google.protobuf.Duration" => Type("string", "duration"),
        "google.protobuf.FieldMask" => Type("string"),
        // "@type" says what the other members are.
        "google.protobuf.Any" => new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("@type"),
            ["properties"] = new JsonObject { ["@type"] = Type("string") },
            ["additionalProperties"] = true,
        },
        _ => null,
    };

    private static JsonObject Type(string type, string? format = null)
    {
        var schema = new JsonObject { ["type"] = type };
        if (format is not null)
        {
            schema["format"] = format;
        }

        return schema;
    }

    private static JsonObject Describe(EnumDescriptor type) => new()
    {
        ["type"] = "string",
        ["description"] = string.Join("\n\n", new[] { type.Comment() }.Concat(type.Values.Select(value => $"{value.Name}: {value.Comment()}")).Where(line => line.Length > 0)),
        ["enum"] = new JsonArray([.. type.Values.Select(value => JsonValue.Create(value.Name))]),
    };

    private JsonObject Describe(MessageDescriptor message, Func<FieldDescriptor, bool> holds)
    {
        var fields = message.Fields.InDeclarationOrder().Where(holds).ToList();
        var schema = new JsonObject { ["type"] = "object" };
        if (message.Comment() is { Length: > 0 } comment)
        {
            schema["description"] = comment;
        }

        schema["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.JsonName, (JsonNode?)Property(field))));
        var required = fields.Where(field => field.Is(FieldBehavior.Required)).Select(field => (JsonNode?)field.JsonName).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        return schema;
    }

    private JsonObject Property(FieldDescriptor field)
    {
        var schema = OfField(field).AsObject();
        var isReference = schema.ContainsKey("$ref");
        // OpenAPI 3.0 ignores what stands beside a $ref.
        var property = isReference ? new JsonObject { ["allOf"] = new JsonArray(schema) } : schema;
        if (field.Comment() is { Length: > 0 } comment)
        {
            property["description"] = comment;
        }

        if (field.Is(FieldBehavior.OutputOnly))
        {
            property["readOnly"] = true;
        }

        return property;
    }
}
