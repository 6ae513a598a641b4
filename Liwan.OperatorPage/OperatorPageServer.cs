using Liwan.OperatorPage.Cluster;
using Liwan.OperatorPage.Hosting;
using Liwan.OperatorPage.Otlp;
using Liwan.OperatorPage.Pages;
using Liwan.OperatorPage.Telemetry;
using Microsoft.AspNetCore.Builder;

namespace Liwan.OperatorPage;

/// <summary>The operator page and the receivers of the telemetry it shows, in this process, until disposed.</summary>
public sealed class OperatorPageServer : IAsyncDisposable
{
    private readonly WebApplication _page;
    private readonly WebApplication _otlp;

    private OperatorPageServer(WebApplication page, WebApplication otlp, TelemetryStore telemetry, string pageHost)
    {
        _page = page;
        _otlp = otlp;
        Telemetry = telemetry;
        PageAddress = new Uri($"http://{pageHost}:{page.Ports()[0]}");
        var otlpPorts = otlp.Ports();
        OtlpGrpcAddress = new Uri($"http://localhost:{otlpPorts[0]}");
        OtlpHttpAddress = new Uri($"http://localhost:{otlpPorts[1]}");
    }

    /// <summary>Where the page is.</summary>
    public Uri PageAddress { get; }

    /// <summary>Where OTLP is received over gRPC.</summary>
    public Uri OtlpGrpcAddress { get; }

    /// <summary>Where OTLP is received over HTTP.</summary>
    public Uri OtlpHttpAddress { get; }

    /// <summary>What has been received.</summary>
    public TelemetryStore Telemetry { get; }

    /// <summary>Starts page and receivers.</summary>
    /// <param name="options">Where they listen.</param>
    /// <param name="cluster">What the page shows.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    /// <exception cref="ArgumentException">The page is to listen beyond loopback without a token.</exception>
    public static async Task<OperatorPageServer> StartAsync(
        OperatorPageOptions options, IClusterView cluster, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.IsBeyondLoopback && string.IsNullOrEmpty(options.LoginToken))
        {
            throw new ArgumentException("A page that others than this machine can reach needs a login token.", nameof(options));
        }

        var telemetry = new TelemetryStore(options.Limits, clock);
        var page = PageServer.Create(options, telemetry, cluster, clock);
        var otlp = OtlpServer.Create(options, new Intake(telemetry));
        try
        {
            await page.StartAsync(cancellationToken);
            await otlp.StartAsync(cancellationToken);
        }
        catch
        {
            await page.DisposeAsync();
            await otlp.DisposeAsync();
            throw;
        }

        return new OperatorPageServer(page, otlp, telemetry, options.IsBeyondLoopback ? Environment.MachineName : "localhost");
    }

    /// <summary>Stops receivers and page; a page that is open somewhere notices.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_page.StopAsync(), _otlp.StopAsync());
        await _page.DisposeAsync();
        await _otlp.DisposeAsync();
    }
}
