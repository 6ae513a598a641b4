using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Proto.Collector.Logs.V1;
using OpenTelemetry.Proto.Collector.Metrics.V1;
using OpenTelemetry.Proto.Collector.Trace.V1;

namespace Liwan.OperatorPage.Otlp;

/// <summary>OTLP over HTTP with bodies in protobuf, plain or gzip. An error has a <c>google.rpc.Status</c> as its body.</summary>
internal static class HttpReceiver
{
    private const string Protobuf = "application/x-protobuf";

    /// <summary>Maps <c>/v1/traces</c>, <c>/v1/logs</c> and <c>/v1/metrics</c>.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="intake">Who takes what comes.</param>
    /// <param name="largestMessage">Bytes of a message, unpacked.</param>
    public static void MapOtlp(this IEndpointRouteBuilder routes, Intake intake, int largestMessage)
    {
        routes.MapPost("/v1/traces", context => ReceiveAsync(context, ExportTraceServiceRequest.Parser, intake.Take, largestMessage));
        routes.MapPost("/v1/logs", context => ReceiveAsync(context, ExportLogsServiceRequest.Parser, intake.Take, largestMessage));
        routes.MapPost("/v1/metrics", context => ReceiveAsync(context, ExportMetricsServiceRequest.Parser, intake.Take, largestMessage));
    }

    private static async Task ReceiveAsync<TRequest, TResponse>(
        HttpContext context, MessageParser<TRequest> parser, Func<TRequest, TResponse> take, int largestMessage)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>
    {
        // A web page can send this type to another origin only after asking, and is not answered.
        if (context.Request.ContentType?.Split(';')[0].Trim() != Protobuf)
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, StatusCode.InvalidArgument, $"The body must be {Protobuf}.");
            return;
        }

        var encoding = context.Request.Headers.ContentEncoding.ToString();
        if (encoding is not ("" or "identity" or "gzip"))
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, StatusCode.InvalidArgument, $"Content-Encoding '{encoding}' is not known; gzip is.");
            return;
        }

        try
        {
            await using var body = encoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            if (await ReadAsync(body, largestMessage, context.RequestAborted) is not { } message)
            {
                await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, StatusCode.ResourceExhausted, $"A message can have {largestMessage} bytes.");
                return;
            }

            await WriteAsync(context, StatusCodes.Status200OK, take(parser.ParseFrom(message.GetBuffer(), 0, (int)message.Length)));
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or InvalidDataException)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, StatusCode.InvalidArgument, error.Message);
        }
    }

    /// <returns>The message; null where it is longer than it can be.</returns>
    private static async Task<MemoryStream?> ReadAsync(Stream body, int largest, CancellationToken cancellationToken)
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            if (message.Length + length > largest)
            {
                return null;
            }

            message.Write(buffer, 0, length);
        }

        return message;
    }

    private static Task RefuseAsync(HttpContext context, int status, StatusCode code, string message) =>
        WriteAsync(context, status, new Google.Rpc.Status { Code = (int)code, Message = message });

    private static async Task WriteAsync(HttpContext context, int status, IMessage message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = Protobuf;
        await context.Response.Body.WriteAsync(message.ToByteArray(), context.RequestAborted);
    }
}
