using Grpc.Core;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Liwan.OperatorPage.Otlp;

/// <summary>Traces over gRPC.</summary>
internal sealed class TraceReceiver(Intake intake) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context) => Task.FromResult(intake.Take(request));
}

/// <summary>Logs over gRPC.</summary>
internal sealed class LogReceiver(Intake intake) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context) => Task.FromResult(intake.Take(request));
}

/// <summary>Metrics over gRPC.</summary>
internal sealed class MetricReceiver(Intake intake) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context) => Task.FromResult(intake.Take(request));
}
