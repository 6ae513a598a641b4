using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Liwan.ServiceDefaults.Clients;

/// <summary>Gives a call that has no deadline one, so that no caller waits for ever on a service that hangs.</summary>
/// <param name="limit">How long a call may take.</param>
internal sealed class DefaultDeadline(TimeSpan limit) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var options = context.Options.Deadline is null ? context.Options.WithDeadline(DateTime.UtcNow + limit) : context.Options;
        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options));
    }
}
