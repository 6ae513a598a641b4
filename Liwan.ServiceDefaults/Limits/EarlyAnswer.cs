using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Json;
using Liwan.ServiceDefaults.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>Answers a request that does not reach its method, in the form of all other errors.</summary>
internal static class EarlyAnswer
{
    private const string Status = "grpc-status";
    private const string Details = "grpc-status-details-bin";

    public static Task WriteAsync(HttpContext context, ServiceException error)
    {
        if (!context.Request.IsGrpc())
        {
            return JsonErrors.WriteAsync(context, error);
        }

        // An answer of headers alone, which gRPC calls trailers-only.
        var headers = context.Response.Headers;
        context.Response.ContentType = "application/grpc";
        headers[Status] = ((int)error.Definition.Status).ToString(CultureInfo.InvariantCulture);
        headers["grpc-message"] = Uri.EscapeDataString(error.Message);
        headers[Details] = Encode(error);
        if (error is { Definition.Status: StatusCode.Unavailable, RetryDelay: { } delay })
        {
            // Clients that try again by themselves keep to it.
            headers["grpc-retry-pushback-ms"] = ((int)delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        return Task.CompletedTask;
    }

    /// <summary>The framework refuses a message by its length before anything of ours sees it, without details.</summary>
    public static void Complete(HttpContext context, LimitOptions limits)
    {
        var answer = context.Response.HasStarted ? context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : context.Response.Headers;
        if (answer is { IsReadOnly: false } && answer[Status] == ((int)StatusCode.ResourceExhausted).ToString(CultureInfo.InvariantCulture) && !answer.ContainsKey(Details))
        {
            var error = new ServiceException(ErrorCatalogue.MessageTooLarge, ("limit", limits.MessageBytes.ToString(CultureInfo.InvariantCulture)));
            answer["grpc-message"] = Uri.EscapeDataString(error.Message);
            answer[Details] = Encode(error);
        }
    }

    private static string Encode(ServiceException error) => Convert.ToBase64String(RpcStatus.Of(error).ToByteArray()).TrimEnd('=');
}
