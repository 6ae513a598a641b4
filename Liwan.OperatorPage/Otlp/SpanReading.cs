using Liwan.OperatorPage.Telemetry;
using OpenTelemetry.Proto.Trace.V1;
using Span = Liwan.OperatorPage.Telemetry.Span;
using SpanKind = Liwan.OperatorPage.Telemetry.SpanKind;

namespace Liwan.OperatorPage.Otlp;

/// <summary>Reads spans.</summary>
internal static class SpanReading
{
    private const int TraceIdLength = 16;
    private const int SpanIdLength = 8;

    /// <returns>The span; null where its ids are none.</returns>
    public static Span? Read(OpenTelemetry.Proto.Trace.V1.Span span, TelemetrySource source, string scope, AttributeReading attributes, TelemetryLimits limits)
    {
        if (AttributeReading.Id(span.TraceId, TraceIdLength) is not { } traceId || AttributeReading.Id(span.SpanId, SpanIdLength) is not { } spanId)
        {
            return null;
        }

        var start = AttributeReading.Time(span.StartTimeUnixNano);
        var end = AttributeReading.Time(span.EndTimeUnixNano);
        return new Span(
            traceId,
            spanId,
            AttributeReading.Id(span.ParentSpanId, SpanIdLength),
            attributes.Cut(span.Name),
            Kind(span.Kind),
            start,
            end > start ? end - start : TimeSpan.Zero,
            span.Status?.Code switch
            {
                Status.Types.StatusCode.Error => SpanStatus.Error,
                Status.Types.StatusCode.Ok => SpanStatus.Ok,
                _ => SpanStatus.Unset,
            },
            span.Status?.Message is { Length: > 0 } message ? attributes.Cut(message) : null,
            source,
            attributes.Cut(scope),
            attributes.Read(span.Attributes),
            [.. span.Events.Take(limits.Attributes).Select(happened =>
                new SpanEvent(AttributeReading.Time(happened.TimeUnixNano), attributes.Cut(happened.Name), attributes.Read(happened.Attributes)))],
            [.. span.Links.Take(limits.Attributes)
                .Where(link => AttributeReading.Id(link.TraceId, TraceIdLength) is not null && AttributeReading.Id(link.SpanId, SpanIdLength) is not null)
                .Select(link => new SpanLink(
                    AttributeReading.Id(link.TraceId, TraceIdLength)!, AttributeReading.Id(link.SpanId, SpanIdLength)!, attributes.Read(link.Attributes)))]);
    }

    private static SpanKind Kind(OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind kind) => kind switch
    {
        OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Server => SpanKind.Server,
        OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Client => SpanKind.Client,
        OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Producer => SpanKind.Producer,
        OpenTelemetry.Proto.Trace.V1.Span.Types.SpanKind.Consumer => SpanKind.Consumer,
        _ => SpanKind.Internal,
    };
}
