using Microsoft.AspNetCore.Http;

namespace Liwan.ServiceDefaults.Transport;

/// <summary>Tells gRPC from its JSON form, which the same methods answer.</summary>
public static class GrpcRequests
{
    /// <summary>Whether a request is gRPC, and not JSON over HTTP.</summary>
    /// <param name="request">The request.</param>
    public static bool IsGrpc(this HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
    }
}
