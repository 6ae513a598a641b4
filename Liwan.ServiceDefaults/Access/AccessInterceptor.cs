using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Liwan.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Lets a call through to its method if the method's rule allows it, over gRPC and JSON alike; everything else is refused.</summary>
internal sealed class AccessInterceptor(AccessRules rules, CallerReader callers, IOptions<AccessOptions> options, TimeProvider time) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (await JudgeAsync(context, request) is not { } call)
        {
            return await continuation(request, context);
        }

        using (CurrentCall.Enter(call))
        {
            return await continuation(request, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (await JudgeAsync(context, request) is not { } call)
        {
            await continuation(request, responseStream, context);
            return;
        }

        using (CurrentCall.Enter(call))
        {
            await continuation(request, new ExpiringWriter<TResponse>(responseStream, call.Caller, time), context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (await JudgeAsync<TRequest>(context, null) is not { } call)
        {
            return await continuation(requestStream, context);
        }

        using (CurrentCall.Enter(call))
        {
            return await continuation(new ExpiringReader<TRequest>(requestStream, call.Caller, time), context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        if (await JudgeAsync<TRequest>(context, null) is not { } call)
        {
            await continuation(requestStream, responseStream, context);
            return;
        }

        using (CurrentCall.Enter(call))
        {
            await continuation(
                new ExpiringReader<TRequest>(requestStream, call.Caller, time), new ExpiringWriter<TResponse>(responseStream, call.Caller, time), context);
        }
    }

    private async Task<CurrentCall?> JudgeAsync<TRequest>(ServerCallContext context, TRequest? request)
        where TRequest : class
    {
        if (rules.Of(context.Method) is not { } rule)
        {
            return null;
        }

        var known = await ReadCallerAsync(context);
        if (known is { Caller: { } caller })
        {
            // For the audit trail, which hears of refusals around here.
            KnownCall.Keep(context, Call(context, request, caller) with { Rule = rule });
        }

        IReadOnlySet<string>? departments = null;
        if (known is { } found && rule.Allows(found.Caller, out departments)
            && (departments is null || request is null || rule.IsWithin((IMessage)request, departments)))
        {
            return Call(context, request, found.Caller) with { Departments = departments, Rule = rule, Token = found.Token };
        }

        if (rule.Rule.Published && options.Value.PublishedIsPublic)
        {
            return Call(context, request, known?.Caller ?? Caller.Nobody) with { PublishedOnly = true, Rule = rule };
        }

        throw known is null ? Unauthenticated(context, new ServiceException(ErrorCatalogue.TokenMissing)) : rule.Denied();
    }

    private async Task<(Caller Caller, string Token)?> ReadCallerAsync(ServerCallContext context)
    {
        try
        {
            return await callers.ReadAsync(context.GetHttpContext());
        }
        catch (ServiceException e) when (e.Definition.Status == StatusCode.Unauthenticated)
        {
            throw Unauthenticated(context, e);
        }
    }

    private static ServiceException Unauthenticated(ServerCallContext context, ServiceException error)
    {
        // RFC 6750; gRPC has no use for it.
        context.GetHttpContext().Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        return error;
    }

    private static CurrentCall Call(ServerCallContext context, object? request, Caller caller) => new()
    {
        Caller = caller,
        Method = context.Method,
        Address = context.Peer,
        RequestId = request is IMessage message && message.Descriptor.FindFieldByName("request_id") is { } id ? (string)id.Accessor.GetValue(message) : string.Empty,
    };
}
