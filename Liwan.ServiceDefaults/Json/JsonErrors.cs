using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Liwan.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using HttpResponse = Microsoft.AspNetCore.Http.HttpResponse;

namespace Liwan.ServiceDefaults.Json;

/// <summary>Errors of the catalogue as JSON answers that come from before the methods.</summary>
internal static class JsonErrors
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    public static Task WriteAsync(HttpContext context, ServiceException error) => WriteAsync(context, StatusOf(error.Definition), error);

    public static Task WriteAsync(HttpContext context, int httpStatus, ServiceException error)
    {
        context.Response.StatusCode = httpStatus;
        context.Response.ContentType = "application/json; charset=utf-8";
        SetRetryAfter(context.Response, error);
        return context.Response.WriteAsync(Formatter.Format(RpcStatus.Of(error)), context.RequestAborted);
    }

    /// <summary>Says in HTTP when it is worth trying again.</summary>
    public static void SetRetryAfter(HttpResponse response, ServiceException error)
    {
        if (error.RetryDelay is { } delay && !response.HasStarted)
        {
            response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
    }

    private static int StatusOf(ErrorDefinition definition) => definition == ErrorCatalogue.RequestTooLarge ? StatusCodes.Status413PayloadTooLarge : definition.Status switch
    {
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        StatusCode.Internal => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };
}
