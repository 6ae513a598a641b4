using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Liwan.Messaging;

/// <summary>A time as proto JSON writes it: RFC 3339, UTC, with no, 3, 6 or 9 decimals.</summary>
internal sealed class ProtoTimestampConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        var fraction = value.UtcTicks % TimeSpan.TicksPerSecond;
        var format = fraction switch
        {
            0 => "yyyy-MM-dd'T'HH:mm:ss'Z'",
            _ when fraction % TimeSpan.TicksPerMillisecond == 0 => "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            _ when fraction % TimeSpan.TicksPerMicrosecond == 0 => "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
            _ => "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'",
        };
        writer.WriteStringValue(value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }
}

/// <summary>States by the names of <c>liwan.events.v1.ReportState</c>; a state that this build does not know is refused.</summary>
internal sealed class ReportStateConverter()
    : JsonStringEnumConverter<ReportState>(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false);
