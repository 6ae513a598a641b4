using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Status = Google.Rpc.Status;

namespace Liwan.ServiceDefaults.Json;

/// <summary>
/// Gives the JSON errors that come about before a method is reached (no such path, a body that cannot be read) the form
/// of all others: transcoding answers them without details, and routing with nothing at all.
/// </summary>
/// <param name="next">What answers.</param>
/// <param name="limits">How large, how deep and how slow a body may be.</param>
/// <param name="logger">Where what nobody foresaw is logged.</param>
internal sealed partial class JsonErrorMiddleware(RequestDelegate next, IOptions<LimitOptions> limits, ILogger<JsonErrorMiddleware> logger)
{
    private static readonly TypeRegistry Details = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithTypeRegistry(Details));

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/v1") ? AnswerAsync(context) : next(context);

    private async Task AnswerAsync(HttpContext context)
    {
        if (await RefuseAsync(context) is { } refusal)
        {
            await JsonErrors.WriteAsync(context, refusal);
            return;
        }

        var original = context.Response.Body;
        await using var body = new HeldErrorBody(context.Response, original);
        context.Response.Body = body;
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogUnexpected(e, context.Request.Path);
            body.Forget();
            context.Response.Body = original;
            await JsonErrors.WriteAsync(context, StatusCodes.Status500InternalServerError, Internal(context));
            return;
        }
        finally
        {
            context.Response.Body = original;
        }

        if (body.Held is { } held)
        {
            await CompleteAsync(context, held);
        }
        else if (!context.Response.HasStarted && context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
        {
            await JsonErrors.WriteAsync(context, context.Response.StatusCode, new ServiceException(
                ErrorCatalogue.RouteUnknown, ("verb", context.Request.Method), ("path", context.Request.Path.Value ?? string.Empty)));
        }
    }

    // What transcoding throws over, passes over, or calls by another name.
    private async Task<ServiceException?> RefuseAsync(HttpContext context)
    {
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.Charset.HasValue && type.Encoding is null)
        {
            return Unreadable($"the charset '{type.Charset}' is not known; use utf-8.");
        }

        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        inTime.CancelAfter(limits.Value.UploadTime);
        try
        {
            return await JsonMembers.FindUnknownAsync(context, limits.Value.JsonNesting, inTime.Token) is { } problem ? Unreadable(problem) : null;
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new ServiceException(ErrorCatalogue.RequestTooLarge);
        }
        catch (Exception e) when (e is OperationCanceledException && !context.RequestAborted.IsCancellationRequested
            || e is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout })
        {
            return new ServiceException(ErrorCatalogue.UploadTooSlow, ("limit", limits.Value.UploadTime.ToString("c")));
        }
        // The body ends before its length, or its chunks are none.
        catch (BadHttpRequestException e)
        {
            return Unreadable(e.Message);
        }
    }

    private static ServiceException Unreadable(string problem) => new(ErrorCatalogue.RequestUnreadable, ("problem", problem));

    // What a method answers has its details; what transcoding answers in its place has a sentence only.
    private static async Task CompleteAsync(HttpContext context, ReadOnlyMemory<byte> held)
    {
        var status = Parser.Parse<Status>(System.Text.Encoding.UTF8.GetString(held.Span));
        if (status.Details.Count > 0 || (StatusCode)status.Code is StatusCode.Cancelled or StatusCode.DeadlineExceeded or StatusCode.Unimplemented)
        {
            await context.Response.Body.WriteAsync(held, context.RequestAborted);
            return;
        }

        await JsonErrors.WriteAsync(
            context,
            context.Response.StatusCode,
            (StatusCode)status.Code == StatusCode.InvalidArgument
                ? Unreadable(status.Message)
                : Internal(context));
    }

    private static ServiceException Internal(HttpContext context) =>
        new(ErrorCatalogue.Internal, ("trace_id", Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier));

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string path);
}
