using Liwan.OperatorPage.Telemetry;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Liwan.OperatorPage.Otlp;

/// <summary>
/// Takes the messages of OTLP into the store, from whichever transport. What cannot be taken is counted and said in the answer as
/// a partial success: the sender must not send it again.
/// </summary>
internal sealed class Intake(TelemetryStore store)
{
    private readonly AttributeReading _attributes = new(store.Limits);
    private readonly SourceTable _sources = new();

    public ExportTraceServiceResponse Take(ExportTraceServiceRequest request)
    {
        var malformed = 0;
        var beyondLimit = 0;
        foreach (var process in request.ResourceSpans)
        {
            var (source, extraBytes) = Share(process.Resource);
            var spans = new List<Span>();
            foreach (var scope in process.ScopeSpans)
            {
                foreach (var sent in scope.Spans)
                {
                    if (SpanReading.Read(sent, source, scope.Scope?.Name ?? "", _attributes, store.Limits) is { } span)
                    {
                        spans.Add(span);
                    }
                    else
                    {
                        malformed++;
                    }
                }
            }

            beyondLimit += store.Traces.Add(spans, extraBytes);
        }

        store.Traces.CountRefused(malformed);
        return malformed + beyondLimit == 0 ? new ExportTraceServiceResponse() : new ExportTraceServiceResponse
        {
            PartialSuccess = new ExportTracePartialSuccess
            {
                RejectedSpans = malformed + beyondLimit,
                ErrorMessage = $"{malformed} spans without a trace id of 16 bytes and a span id of 8; {beyondLimit} beyond the {store.Limits.SpansOfTrace} that are held of one trace",
            },
        };
    }

    public ExportLogsServiceResponse Take(ExportLogsServiceRequest request)
    {
        foreach (var process in request.ResourceLogs)
        {
            var (source, extraBytes) = Share(process.Resource);
            store.Logs.Add(
                [.. process.ScopeLogs.SelectMany(scope => scope.LogRecords.Select(record => LogReading.Read(record, source, scope.Scope?.Name ?? "", _attributes)))],
                extraBytes);
        }

        return new ExportLogsServiceResponse();
    }

    public ExportMetricsServiceResponse Take(ExportMetricsServiceRequest request)
    {
        var malformed = 0;
        foreach (var process in request.ResourceMetrics)
        {
            var (source, extraBytes) = Share(process.Resource);
            var measurements = new List<Measurement>();
            foreach (var scope in process.ScopeMetrics)
            {
                foreach (var metric in scope.Metrics)
                {
                    malformed += MetricReading.Read(metric, source, scope.Scope?.Name ?? "", _attributes, measurements);
                }
            }

            store.Metrics.Add(measurements, extraBytes);
        }

        store.Metrics.CountRefused(malformed);
        return malformed == 0 ? new ExportMetricsServiceResponse() : new ExportMetricsServiceResponse
        {
            PartialSuccess = new ExportMetricsPartialSuccess
            {
                RejectedDataPoints = malformed,
                ErrorMessage = $"{malformed} points without a figure, or with buckets that do not fit their bounds",
            },
        };
    }

    private (TelemetrySource Source, long ExtraBytes) Share(OpenTelemetry.Proto.Resource.V1.Resource? resource)
    {
        var (source, isNew) = _sources.Share(_attributes.Source(resource));
        return (source, isNew ? EstimatedSize.Of(source) : 0);
    }
}
