using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Liwan.OperatorPage.Hosting;

/// <summary>
/// Under which names a server may be asked for. A web page can make a name of its own stand for 127.0.0.1 and would then count as
/// the same origin; with such a name it is not answered.
/// </summary>
/// <param name="names">Names besides <c>localhost</c>; with any port, since a proxy has its own.</param>
/// <param name="allowsAddresses">Whether any IP address will do, not only those of loopback: those no web page can give itself.</param>
internal sealed class HostAllowList(IReadOnlyList<string> names, bool allowsAddresses)
{
    public bool Allows(HostString host, int localPort)
    {
        if (!host.HasValue)
        {
            return false;
        }

        if (names.Contains(host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        const int defaultPort = 80;
        var isName = host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        var isAddress = IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && (allowsAddresses || IPAddress.IsLoopback(address));
        return (isName || isAddress) && (host.Port ?? defaultPort) == localPort;
    }
}

/// <summary>Puts a <see cref="HostAllowList"/> before all else.</summary>
internal static class HostAllowListMiddleware
{
    public static void UseHostAllowList(this WebApplication app, HostAllowList allowed) => app.Use((context, next) =>
    {
        if (allowed.Allows(context.Request.Host, context.Connection.LocalPort))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("This server is not known by that name.\n", context.RequestAborted);
    });
}
