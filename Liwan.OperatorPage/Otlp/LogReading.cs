using Liwan.OperatorPage.Telemetry;
using OpenTelemetry.Proto.Logs.V1;
using LogLevel = Liwan.OperatorPage.Telemetry.LogLevel;

namespace Liwan.OperatorPage.Otlp;

/// <summary>Reads log lines.</summary>
internal static class LogReading
{
    private const int LevelsOfOneName = 4;

    public static LogEntry Read(LogRecord record, TelemetrySource source, string scope, AttributeReading attributes) => new(
        AttributeReading.Time(record.TimeUnixNano != 0 ? record.TimeUnixNano : record.ObservedTimeUnixNano),
        Level((int)record.SeverityNumber),
        attributes.Text(record.Body),
        attributes.Cut(scope),
        AttributeReading.Id(record.TraceId, 16),
        AttributeReading.Id(record.SpanId, 8),
        source,
        attributes.Read(record.Attributes));

    private static LogLevel Level(int number) => number switch
    {
        < 1 => LogLevel.Information,
        > 20 => LogLevel.Critical,
        _ => (LogLevel)((number - 1) / LevelsOfOneName),
    };
}
