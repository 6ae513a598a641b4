using System.Diagnostics;
using Liwan.Cli.FormFiles;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Liwan.Cli.Services;

/// <summary>Every operation is one trace that begins here; the calls carry its <c>traceparent</c>.</summary>
internal static class Tracing
{
    public const string ServiceName = "liwan";

    private const string SourceName = "Liwan.Cli";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// Starts recording until the result is disposed of. Spans go out by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so;
    /// elsewhere they are sampled all the same, so that the services record the trace that begins here.
    /// </summary>
    public static IDisposable Start(Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(environment("OTEL_EXPORTER_OTLP_ENDPOINT")))
        {
            return Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(resource => resource.AddService(ServiceName))
                .AddSource(SourceName)
                .AddGrpcClientInstrumentation(grpc => grpc.SuppressDownstreamInstrumentation = true)
                .AddOtlpExporter()
                .Build();
        }

        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>Begins the trace of one operation; on one form if it is given.</summary>
    public static Activity? Operation(string operation, FormName? form = null) =>
        Source.StartActivity($"liwan {operation}", ActivityKind.Internal)?
            .SetTag("liwan.report", form?.Report)
            .SetTag("liwan.department", form?.Department)
            .SetTag("liwan.year", form?.Year);
}
