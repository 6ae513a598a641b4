using Liwan.ServiceDefaults.Transport;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Keeps a service from starting where somebody could call it who must not.</summary>
internal sealed class AccessGuard(AccessRules rules, IOptions<AccessOptions> options, IConfiguration configuration, IHostEnvironment environment) : IHostedLifecycleService
{
    /// <summary>Where the methods of the service are mapped; set before it starts.</summary>
    public IEndpointRouteBuilder? Routes { get; set; }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var access = options.Value;
        var hasAuthority = !string.IsNullOrEmpty(access.Authority);
        var hasKey = !string.IsNullOrEmpty(access.LocalKeyFile);
        if (hasAuthority == hasKey)
        {
            throw new InvalidOperationException(
                $"Set one of {AccessOptions.Section}:Authority (an OpenID Connect provider) and {AccessOptions.Section}:LocalKeyFile (the key of a local cluster): nobody is let in without.");
        }

        if (hasKey && !environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"{AccessOptions.Section}:LocalKeyFile is for a local cluster: whoever reads that key can be anybody. This is {environment.EnvironmentName}; it needs {AccessOptions.Section}:Authority.");
        }

        if (hasKey && ListenAddress.Of(configuration).FirstOrDefault(address => !address.IsLoopback) is { } open)
        {
            throw new InvalidOperationException(
                $"{AccessOptions.Section}:LocalKeyFile is for a local cluster, on loopback only; this service would listen on {open.Url}. Use {AccessOptions.Section}:Authority there.");
        }

        rules.Read(Routes ?? throw new InvalidOperationException("MapServiceDefaults has not been called."));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
