using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Transport;

/// <summary>Keeps a service from starting where what it says could be listened to.</summary>
internal sealed partial class TransportGuard(
    IOptions<TransportOptions> options, TrustedCertificates trusted, IConfiguration configuration, ILogger<TransportGuard> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (ListenAddress.OldProtocol(configuration) is { } setting)
        {
            throw new InvalidOperationException($"{setting} is '{configuration[setting]}'; it can be Tls12 or Tls13.");
        }

        foreach (var address in ListenAddress.Of(configuration).Where(address => !address.IsHttps && !address.IsLoopback))
        {
            if (!options.Value.AllowPlaintext)
            {
                throw new InvalidOperationException(
                    $"{address.Setting} is {address.Url}: over plain HTTP beyond loopback whoever listens reads tokens and figures. Make it https and set Kestrel:Certificates:Default:Path, "
                    + $"or set {TransportOptions.Section}:AllowPlaintext=true where something in front ends the TLS.");
            }

            LogPlaintext(address.Url);
        }

        // A file that cannot be read shows now and not at the first call.
        trusted.Read();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Address} speaks plain HTTP beyond loopback, as Liwan:Transport:AllowPlaintext allows: whoever listens reads tokens and figures")]
    private partial void LogPlaintext(string address);
}
