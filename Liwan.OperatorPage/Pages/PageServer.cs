using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Hosting;
using Liwan.OperatorPage.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Liwan.OperatorPage.Pages;

/// <summary>The web server of the page.</summary>
internal static class PageServer
{
    public static WebApplication Create(OperatorPageOptions options, TelemetryStore telemetry, IClusterView cluster, TimeProvider clock)
    {
        _ = telemetry;
        _ = cluster;
        _ = clock;
        var builder = LoopbackHost.CreateBuilder(options.OnProblem, kestrel => kestrel.ListenOnLoopback(options.PagePort, HttpProtocols.Http1));
        return builder.Build();
    }
}
