using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Liwan.Access.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Audit;

/// <summary>
/// Takes refusals into the audit trail: PERMISSION_DENIED of any method, FAILED_PRECONDITION and ABORTED of those that
/// change something. Stands within the interceptor that makes statuses of errors, and around the one that knows the
/// caller, which leaves the call with <see cref="KnownCall.Keep"/>.
/// </summary>
/// <param name="trail">Takes them.</param>
internal sealed class AuditInterceptor(AuditTrail trail) : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            return await continuation(request, context);
        }
        catch (ServiceException e)
        {
            await AuditAsync(e, context, request);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (ServiceException e)
        {
            await AuditAsync(e, context, request);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            return await continuation(requestStream, context);
        }
        catch (ServiceException e)
        {
            await AuditAsync(e, context, null);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (ServiceException e)
        {
            await AuditAsync(e, context, null);
            throw;
        }
    }

    private async Task AuditAsync(ServiceException e, ServerCallContext context, object? request)
    {
        if (e.Definition.Status == StatusCode.Unauthenticated)
        {
            trail.Unauthenticated(context.Method);
            return;
        }

        var known = KnownCall.Of(context);
        var rule = known?.StatedRule;
        var audited = e.Definition.Status switch
        {
            StatusCode.PermissionDenied => true,
            StatusCode.FailedPrecondition or StatusCode.Aborted => rule?.Effect == Rule.Types.Effect.Changes,
            _ => false,
        };
        if (audited && known is { } call)
        {
            // The error knows best; else the field by which the caller's permission is decided.
            var resource = e.Values.GetValueOrDefault("name") ?? (request is IMessage message ? Named(message, rule) : string.Empty);
            await trail.RefusedAsync(call, resource, e.Definition.Reason);
        }
    }

    private static string Named(IMessage request, Rule? rule) =>
        (rule?.Departments ?? []).Append("name").Append("parent").Select(path => Read(request, path)).FirstOrDefault(value => value.Length > 0) ?? string.Empty;

    private static string Read(IMessage message, string path)
    {
        object? value = message;
        foreach (var step in path.Split('.'))
        {
            value = value is IMessage inner && inner.Descriptor.FindFieldByName(step) is { } field ? field.Accessor.GetValue(inner) : null;
        }

        return value switch
        {
            string text => text,
            IEnumerable<string> texts => string.Join(' ', texts),
            _ => string.Empty,
        };
    }
}
