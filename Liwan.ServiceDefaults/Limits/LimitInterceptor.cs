using Grpc.Core;
using Grpc.Core.Interceptors;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>Takes each call from its caller's share, and ends one that takes longer than the service allows. Comes after the access interceptor, which says who calls.</summary>
internal sealed class LimitInterceptor(CallerLimits limits) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        using var place = Take(context, isStream: false);
        if (context.GetHttpContext().Features.Get<CallDeadline>() is not { } deadline)
        {
            return await continuation(request, context);
        }

        using var timed = new TimedCallContext(context, deadline.Limit);
        try
        {
            return await continuation(request, timed);
        }
        // Whatever the broken off work says of itself.
        catch (Exception e) when (timed.HasRunOut && e is OperationCanceledException or IOException or InvalidOperationException or RpcException)
        {
            throw new ServiceException(ErrorCatalogue.DeadlineExceeded, ("limit", deadline.Limit.ToString("c")));
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = Take(context, isStream: true);
        await continuation(request, responseStream, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = Take(context, isStream: true);
        return await continuation(requestStream, context);
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var place = Take(context, isStream: true);
        await continuation(requestStream, responseStream, context);
    }

    private IDisposable? Take(ServerCallContext context, bool isStream) => CallKinds.IsOwn(context.Method)
        ? limits.Take(CallerKey.Of(CurrentCall.Value?.Caller, context.GetHttpContext().Connection.RemoteIpAddress), context.Method, isStream)
        : null;
}
