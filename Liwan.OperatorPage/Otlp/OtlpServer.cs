using Grpc.AspNetCore.Server;
using Liwan.OperatorPage.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.OperatorPage.Otlp;

/// <summary>The receivers of telemetry: OTLP over gRPC on one port and over HTTP on another, both on loopback only.</summary>
internal static class OtlpServer
{
    /// <summary>Describes the server; whoever starts it ends it.</summary>
    public static WebApplication Create(OperatorPageOptions options, Intake intake)
    {
        var builder = LoopbackHost.CreateBuilder(options.OnProblem, kestrel =>
        {
            kestrel.ListenOnLoopback(options.OtlpGrpcPort, HttpProtocols.Http2);
            kestrel.ListenOnLoopback(options.OtlpHttpPort, HttpProtocols.Http1);
            // The receivers measure what they read themselves, unpacked; what is packed is no larger.
            kestrel.Limits.MaxRequestBodySize = options.LargestMessage + (1 << 20);
        });
        builder.Services.AddSingleton(intake);
        builder.Services.AddGrpc(grpc => Configure(grpc, options));

        var app = builder.Build();
        app.UseHostAllowList(new HostAllowList([], allowsAddresses: false));
        app.MapGrpcService<TraceReceiver>();
        app.MapGrpcService<LogReceiver>();
        app.MapGrpcService<MetricReceiver>();
        app.MapOtlp(intake, options.LargestMessage);
        return app;
    }

    private static void Configure(GrpcServiceOptions grpc, OperatorPageOptions options) => grpc.MaxReceiveMessageSize = options.LargestMessage;
}
