using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>Switches the limits on.</summary>
internal static class LimitRegistration
{
    private static readonly TimeSpan UploadGrace = TimeSpan.FromSeconds(5);

    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LimitOptions>, LimitValidation>();
        services.AddSingleton<CallerLimits>();
        services.AddSingleton<CallsInProgress>();
        services.AddOptions<GrpcServiceOptions>().Configure<IOptions<LimitOptions>>((grpc, limits) => grpc.MaxReceiveMessageSize = limits.Value.MessageBytes);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<LimitOptions>>((kestrel, limits) => Configure(kestrel.Limits, limits.Value));
    }

    private static void Configure(KestrelServerLimits kestrel, LimitOptions limits)
    {
        // A message of gRPC is bounded by the framework, with an answer that clients understand; this is for what is neither that nor JSON.
        kestrel.MaxRequestBodySize = Math.Max(limits.JsonBytes, 2L * limits.MessageBytes);
        kestrel.MaxRequestHeadersTotalSize = limits.MetadataBytes;
        kestrel.Http2.MaxRequestHeaderFieldSize = limits.MetadataBytes;
        kestrel.MaxConcurrentConnections = limits.Connections;
        kestrel.Http2.MaxStreamsPerConnection = limits.StreamsOfConnection;
        kestrel.KeepAliveTimeout = limits.ConnectionIdle;
        kestrel.RequestHeadersTimeout = limits.HeaderTime;
        kestrel.MinRequestBodyDataRate = new MinDataRate(limits.UploadBytesPerSecond, UploadGrace);
    }
}
