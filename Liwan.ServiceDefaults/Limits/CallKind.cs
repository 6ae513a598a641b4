using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>What a request is to the limits.</summary>
internal enum CallKind
{
    /// <summary>Health, over gRPC or HTTP: never limited, so that it stays truthful.</summary>
    Probe,

    /// <summary>One request, one answer; whatever is mapped nowhere counts as this.</summary>
    Call,

    /// <summary>A stream in one direction at least.</summary>
    Stream,
}

/// <summary>Tells them apart.</summary>
internal static class CallKinds
{
    private const string Health = "/grpc.health.v1.Health";

    public static CallKind Of(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health") || path.StartsWithSegments("/alive") || path.StartsWithSegments(Health))
        {
            return CallKind.Probe;
        }

        var method = context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method;
        return method is null or { Type: MethodType.Unary } ? CallKind.Call : CallKind.Stream;
    }

    /// <summary>Health has its probes, and reflection says nothing that is worth a limit of each caller.</summary>
    public static bool IsOwn(string method) =>
        !method.StartsWith($"{Health}/", StringComparison.Ordinal) && !method.StartsWith("/grpc.reflection.", StringComparison.Ordinal);
}
