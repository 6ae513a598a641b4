using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Liwan.OperatorPage.Telemetry;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Resource.V1;

namespace Liwan.OperatorPage.Otlp;

/// <summary>Reads what all signals have in common, and cuts it to the limits.</summary>
internal sealed class AttributeReading(TelemetryLimits limits)
{
    private const string UnknownService = "unknown_service";

    public NamedValue[] Read(RepeatedField<KeyValue> attributes) =>
        [.. attributes.Take(limits.Attributes).Select(attribute => new NamedValue(Cut(attribute.Key), Text(attribute.Value)))];

    /// <summary>As <see cref="Read"/>, in order of their names: two sets that say the same are equal then.</summary>
    public NamedValue[] ReadInOrder(RepeatedField<KeyValue> attributes) =>
        [.. Read(attributes).OrderBy(attribute => attribute.Name, StringComparer.Ordinal)];

    public TelemetrySource Source(Resource? resource)
    {
        var attributes = resource is null ? [] : ReadInOrder(resource.Attributes);
        return new TelemetrySource(Find("service.name") ?? UnknownService, Find("service.instance.id") ?? "", attributes);

        string? Find(string name) =>
            attributes.Where(attribute => attribute.Name == name && attribute.Value.Length > 0).Select(attribute => attribute.Value).FirstOrDefault();
    }

    public string Cut(string text)
    {
        if (text.Length <= limits.TextLength)
        {
            return text;
        }

        // Never between the halves of a character.
        var length = limits.TextLength - 1;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)] + "…";
    }

    public string Text(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => Cut(value.StringValue),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => Cut(Hex(value.BytesValue.Span[..Math.Min(value.BytesValue.Length, limits.TextLength)])),
        AnyValue.ValueOneofCase.ArrayValue or AnyValue.ValueOneofCase.KvlistValue => Cut(Json(value)),
        _ => "",
    };

    public static DateTimeOffset Time(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));

    /// <summary>An id as hexadecimal digits; null where it has another length or is all zeros, which means that there is none.</summary>
    public static string? Id(ByteString id, int length) =>
        id.Length == length && id.Span.ContainsAnyExcept((byte)0) ? Hex(id.Span) : null;

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private string Json(AnyValue value)
    {
        var json = new StringBuilder();
        Append(json, value);
        return json.ToString();
    }

    private void Append(StringBuilder json, AnyValue? value)
    {
        // What is longer is cut anyway.
        if (json.Length > limits.TextLength)
        {
            return;
        }

        switch (value?.ValueCase)
        {
            case AnyValue.ValueOneofCase.ArrayValue:
                json.Append('[');
                AppendAll(value.ArrayValue.Values, item => Append(json, item));
                json.Append(']');
                break;
            case AnyValue.ValueOneofCase.KvlistValue:
                json.Append('{');
                AppendAll(value.KvlistValue.Values, member =>
                {
                    json.Append(Quoted(Cut(member.Key))).Append(": ");
                    Append(json, member.Value);
                });
                json.Append('}');
                break;
            case AnyValue.ValueOneofCase.StringValue or AnyValue.ValueOneofCase.BytesValue:
                json.Append(Quoted(Text(value)));
                break;
            case null or AnyValue.ValueOneofCase.None:
                json.Append("null");
                break;
            default:
                json.Append(Text(value));
                break;
        }

        void AppendAll<T>(RepeatedField<T> items, Action<T> append)
        {
            for (var i = 0; i < items.Count && json.Length <= limits.TextLength; i++)
            {
                json.Append(i == 0 ? "" : ", ");
                append(items[i]);
            }
        }
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
