using Microsoft.AspNetCore.Http;

namespace Liwan.ServiceDefaults.Transport;

/// <summary>Tells browsers to do nothing with an answer but show it: nothing here is a page, and forms are nobody's to keep.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string ForAYear = "max-age=31536000";

    public Task InvokeAsync(HttpContext context)
    {
        // No browser reads those of gRPC, and they would be sent with every call.
        if (context.Request.IsGrpc())
        {
            return next(context);
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = ForAYear;
        }

        return next(context);
    }
}
