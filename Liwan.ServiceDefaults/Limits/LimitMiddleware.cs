using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Limits;

/// <summary>
/// Refuses what is too much before any work is done for it: no token has been looked at, no body read. And sees to it that
/// the request of a call arrives in time.
/// </summary>
internal sealed class LimitMiddleware(RequestDelegate next, CallerLimits callers, CallsInProgress calls, IOptions<LimitOptions> options)
{
    private static readonly TimeSpan AfterOverload = TimeSpan.FromSeconds(1);

    public async Task InvokeAsync(HttpContext context)
    {
        var kind = CallKinds.Of(context);
        if (kind == CallKind.Probe)
        {
            await next(context);
            return;
        }

        if (callers.Refuse(CallerKey.Address(context.Connection.RemoteIpAddress)) is { } tooFast)
        {
            await EarlyAnswer.WriteAsync(context, tooFast);
            return;
        }

        if (!calls.TryEnter(kind))
        {
            await EarlyAnswer.WriteAsync(context, new ServiceException(ErrorCatalogue.Overloaded) { RetryDelay = AfterOverload });
            return;
        }

        try
        {
            await AnswerAsync(context, kind);
        }
        finally
        {
            calls.Leave(kind);
        }
    }

    private async Task AnswerAsync(HttpContext context, CallKind kind)
    {
        var isGrpc = context.Request.IsGrpc();
        if (kind == CallKind.Call)
        {
            context.Features.Set(CallDeadline.Of(context, isGrpc, options.Value));
        }

        if (!isGrpc && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = options.Value.JsonBytes;
        }

        await next(context);
        if (isGrpc)
        {
            EarlyAnswer.Complete(context, options.Value);
        }
    }
}
