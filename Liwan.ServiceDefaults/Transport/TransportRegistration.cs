using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Liwan.ServiceDefaults.Transport;

/// <summary>Switches the safety of transport on.</summary>
internal static class TransportRegistration
{
    public static void AddTransport(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TransportOptions>().BindConfiguration(TransportOptions.Section);
        builder.Services.AddSingleton<TrustedCertificates>();
        builder.Services.AddHostedService<TransportGuard>();
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            Configure(kestrel, context.Configuration.GetSection("Kestrel"), context.HostingEnvironment);
        });
    }

    private static void Configure(KestrelServerOptions kestrel, IConfigurationSection section, IHostEnvironment environment)
    {
        // In the place of the framework's own loader, which would bind the endpoints anew whenever a certificate changes.
        var loader = kestrel.Configure(section, reloadOnChange: false);
        foreach (var endpoint in section.GetSection("Endpoints").GetChildren())
        {
            loader.Endpoint(endpoint.Key, configured => Secure(configured, section, environment, kestrel.ApplicationServices));
        }
    }

    private static void Secure(EndpointConfiguration endpoint, IConfigurationSection kestrel, IHostEnvironment environment, IServiceProvider services)
    {
        if (!endpoint.IsHttps)
        {
            return;
        }

        if (endpoint.HttpsOptions.SslProtocols == SslProtocols.None)
        {
            endpoint.HttpsOptions.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        }

        var own = endpoint.ConfigSection.GetSection("Certificate");
        var section = own.Exists() ? own : kestrel.GetSection("Certificates:Default");
        // From a store it comes by its name; the system renews it.
        if (section["Path"] is { Length: > 0 } path)
        {
            var files = new CertificateFiles(
                Path.Combine(environment.ContentRootPath, path),
                section["KeyPath"] is { Length: > 0 } key ? Path.Combine(environment.ContentRootPath, key) : null,
                section["Password"]);
            var certificate = ActivatorUtilities.CreateInstance<ServerCertificate>(services, files);
            endpoint.HttpsOptions.OnAuthenticate = (_, tls) => tls.ServerCertificateContext = certificate.Current();
        }
    }
}
