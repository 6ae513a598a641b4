using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Testing.Otlp.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liwan.Testing.Otlp;

/// <summary>A span as it was exported; ids are lower-case hexadecimal.</summary>
/// <param name="Service">The <c>service.name</c> of the process.</param>
/// <param name="Scope">The source that made it.</param>
/// <param name="Name">Its name.</param>
/// <param name="TraceId">The trace it belongs to.</param>
/// <param name="SpanId">Its id.</param>
/// <param name="ParentSpanId">The id of its parent; empty for a root.</param>
/// <param name="Attributes">Its attributes, as text.</param>
public sealed record CollectedSpan(
    string Service,
    string Scope,
    string Name,
    string TraceId,
    string SpanId,
    string ParentSpanId,
    IReadOnlyDictionary<string, string> Attributes);

/// <summary>An OTLP receiver over gRPC on a free port of loopback that keeps every span it is sent.</summary>
public sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<CollectedSpan> _spans;

    private TraceCollector(WebApplication app, ConcurrentQueue<CollectedSpan> spans)
    {
        _app = app;
        _spans = spans;
    }

    /// <summary>What goes into <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
    public string Endpoint => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>All spans so far.</summary>
    public IReadOnlyList<CollectedSpan> Spans => [.. _spans];

    /// <summary>Maps its method on a service of the test's own: one of contracts that are not the suite's.</summary>
    /// <param name="endpoints">The service.</param>
    public static void MapOn(IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<Receiver>();

    /// <summary>Starts a collector.</summary>
    public static async Task<TraceCollector> StartAsync()
    {
        var spans = new ConcurrentQueue<CollectedSpan>();
        var builder = WebApplication.CreateSlimBuilder();
        // Beside a test lie the settings of the services that it starts, with their endpoints.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = null);
        builder.Services.AddSingleton(spans);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.MapGrpcService<Receiver>();
        await app.StartAsync();
        return new TraceCollector(app, spans);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private sealed class Receiver(ConcurrentQueue<CollectedSpan> spans) : TraceService.TraceServiceBase
    {
        public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
        {
            foreach (var resource in request.ResourceSpans)
            {
                var service = resource.Resource.Attributes.FirstOrDefault(pair => pair.Key == "service.name")?.Value.StringValue ?? string.Empty;
                foreach (var scope in resource.ScopeSpans)
                {
                    foreach (var span in scope.Spans)
                    {
                        spans.Enqueue(new CollectedSpan(
                            service,
                            scope.Scope.Name,
                            span.Name,
                            Hex(span.TraceId),
                            Hex(span.SpanId),
                            Hex(span.ParentSpanId),
                            span.Attributes.ToDictionary(pair => pair.Key, pair => Text(pair.Value), StringComparer.Ordinal)));
                    }
                }
            }

            return Task.FromResult(new ExportTraceServiceResponse());
        }

        private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);

        private static string Text(AnyValue value) => value.ValueCase switch
        {
            AnyValue.ValueOneofCase.StringValue => value.StringValue,
            AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
            AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
            AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => string.Empty,
        };
    }
}
