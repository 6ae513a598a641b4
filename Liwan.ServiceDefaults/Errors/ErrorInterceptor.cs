using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Liwan.ServiceDefaults.Json;
using Microsoft.Extensions.Logging;

namespace Liwan.ServiceDefaults.Errors;

/// <summary>Turns what a method throws into a <c>google.rpc.Status</c> with details; nothing unforeseen leaks out.</summary>
/// <param name="logger">Where what nobody foresaw is logged, once.</param>
public sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e)
        {
            throw ToRpcException(e, context);
        }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e)
        {
            throw ToRpcException(e, context);
        }
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception e)
        {
            throw ToRpcException(e, context);
        }
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e)
        {
            throw ToRpcException(e, context);
        }
    }

    private RpcException ToRpcException(Exception e, ServerCallContext context)
    {
        switch (e)
        {
            case ServiceException known:
                if (known.InnerException is { } cause)
                {
                    LogCause(cause, context.Method, known.Definition.Reason);
                }

                JsonErrors.SetRetryAfter(context.GetHttpContext().Response, known);
                return RpcStatus.Of(known).ToRpcException();
            case RpcException answered:
                return answered;
            // A client that goes away in the middle of its stream shows as a broken read or write.
            case OperationCanceledException or IOException or InvalidOperationException when context.CancellationToken.IsCancellationRequested:
                var status = context.Deadline <= DateTime.UtcNow ? StatusCode.DeadlineExceeded : StatusCode.Cancelled;
                return new RpcException(new Grpc.Core.Status(status, "The call ended before its work did; nothing is half done."));
            default:
                var traceId = Activity.Current?.TraceId.ToString() ?? context.GetHttpContext().TraceIdentifier;
                LogUnexpected(e, context.Method, traceId);
                return RpcStatus.Of(new ServiceException(ErrorCatalogue.Internal, ("trace_id", traceId))).ToRpcException();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed unexpectedly, trace {TraceId}")]
    private partial void LogUnexpected(Exception exception, string method, string traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} answered {Reason}")]
    private partial void LogCause(Exception exception, string method, string reason);
}
