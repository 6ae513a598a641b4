using System.Text.Encodings.Web;
using System.Text.Unicode;
using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Hosting;
using Liwan.OperatorPage.Live;
using Liwan.OperatorPage.Localisation;
using Liwan.OperatorPage.Security;
using Liwan.OperatorPage.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.OperatorPage.Pages;

/// <summary>The web server of the page.</summary>
internal static class PageServer
{
    /// <summary>Describes the server; whoever starts it ends it.</summary>
    public static WebApplication Create(OperatorPageOptions options, TelemetryStore telemetry, IClusterView cluster, TimeProvider clock)
    {
        var builder = LoopbackHost.CreateBuilder(options.OnProblem, kestrel => Listen(kestrel, options));
        var services = builder.Services;
        services.AddSingleton(options).AddSingleton(telemetry).AddSingleton(cluster).AddSingleton(clock).AddSingleton<ChangeWatch>();
        services.AddHttpContextAccessor();
        services.AddScoped(provider => PageLanguage.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.Request));
        // Chinese as it is, not as numbers of its characters; what HTML gives a meaning to is encoded all the same.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddRazorComponents();
        // Nothing that is signed here need outlive the process.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "liwan-operator-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        if (options.LoginToken is not null)
        {
            services.AddLogin();
        }

        var app = builder.Build();
        app.UseSecurityHeaders();
        app.UseHostAllowList(new HostAllowList(options.IsBeyondLoopback ? [Environment.MachineName, .. options.HostNames] : options.HostNames, options.IsBeyondLoopback));
        app.UseRouting();
        if (options.LoginToken is { } token)
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapLogin(token);
        }

        app.UseLanguageChoice();
        app.UseAntiforgery();
        app.MapGet("/", () => Results.Redirect("/resources"));
        Asset.Style.Map(app).AllowAnonymous();
        Asset.Script.Map(app).AllowAnonymous();
        Asset.Icon.Map(app).AllowAnonymous();
        app.MapResourceCommands();
        app.MapLive(options.LivePace);
        app.MapRazorComponents<App>();
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, OperatorPageOptions options)
    {
        if (options.IsBeyondLoopback)
        {
            kestrel.Listen(options.PageAddress, options.PagePort, listen => listen.Protocols = HttpProtocols.Http1);
        }
        else
        {
            kestrel.ListenOnLoopback(options.PagePort, HttpProtocols.Http1);
        }

        // Forms are all that is posted, and small.
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
    }
}
