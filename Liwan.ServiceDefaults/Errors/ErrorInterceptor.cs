using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using Status = Google.Rpc.Status;

namespace Liwan.ServiceDefaults.Errors;

/// <summary>Turns what a method throws into a <c>google.rpc.Status</c> with details; nothing unforeseen leaks out.</summary>
/// <param name="logger">Where what nobody foresaw is logged, once.</param>
public sealed partial class ErrorInterceptor(ILogger<ErrorInterceptor> logger) : Interceptor
{
    private const string Domain = "liwan.gov";

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
        catch (ServiceException e)
        {
            if (e.InnerException is { } cause)
            {
                LogCause(cause, context.Method, e.Definition.Reason);
            }

            throw ToRpcException(e);
        }
        catch (RpcException)
        {
            throw;
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            var status = context.Deadline <= DateTime.UtcNow ? StatusCode.DeadlineExceeded : StatusCode.Cancelled;
            throw new RpcException(new Grpc.Core.Status(status, "The call ended before its work did; nothing is half done."));
        }
        catch (Exception e)
        {
            var traceId = Activity.Current?.TraceId.ToString() ?? context.GetHttpContext().TraceIdentifier;
            LogUnexpected(e, context.Method, traceId);
            throw ToRpcException(new ServiceException(ErrorCatalogue.Internal, ("trace_id", traceId)));
        }
    }

    internal static RpcException ToRpcException(ServiceException e)
    {
        var info = new ErrorInfo { Reason = e.Definition.Reason, Domain = Domain };
        foreach (var (name, value) in e.Values)
        {
            info.Metadata[name] = value;
        }

        var status = new Status { Code = (int)e.Definition.Status, Message = e.Message };
        status.Details.Add(Any.Pack(info));
        status.Details.Add(Any.Pack(Chinese(e.Chinese)));
        if (e.Fields.Count > 0)
        {
            var bad = new BadRequest();
            bad.FieldViolations.AddRange(e.Fields.Select(field => new BadRequest.Types.FieldViolation
            {
                Field = field.Field,
                Description = field.English,
                Reason = field.Definition.Reason,
                LocalizedMessage = Chinese(field.Chinese),
            }));
            status.Details.Add(Any.Pack(bad));
        }

        if (e.Preconditions.Count > 0)
        {
            var failure = new PreconditionFailure();
            failure.Violations.AddRange(e.Preconditions.Select(unmet => new PreconditionFailure.Types.Violation
            {
                Type = unmet.Type,
                Subject = unmet.Subject,
                Description = unmet.Description,
            }));
            status.Details.Add(Any.Pack(failure));
        }

        return status.ToRpcException();
    }

    private static LocalizedMessage Chinese(string message) => new() { Locale = "zh-CN", Message = message };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed unexpectedly, trace {TraceId}")]
    private partial void LogUnexpected(Exception exception, string method, string traceId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} answered {Reason}")]
    private partial void LogCause(Exception exception, string method, string reason);
}
