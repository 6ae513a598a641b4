using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Transport;

/// <summary>Whose certificates the services of the suite accept from each other.</summary>
internal sealed class TrustedCertificates(IOptions<TransportOptions> options)
{
    private readonly Lazy<X509Certificate2Collection> _authorities = new(() => Read(options.Value.TrustedCertificates));

    /// <exception cref="InvalidOperationException">The file cannot be read.</exception>
    public void Read() => _ = _authorities.Value;

    /// <summary>What carries the calls to another service.</summary>
    public SocketsHttpHandler NewHandler()
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        if (_authorities.Value.Count > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(_authorities.Value);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }

    private static X509Certificate2Collection Read(string file)
    {
        var found = new X509Certificate2Collection();
        if (file.Length == 0)
        {
            return found;
        }

        try
        {
            found.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"{TransportOptions.Section}:TrustedCertificates: '{file}' cannot be read: {e.Message}", e);
        }

        return found.Count > 0 ? found : throw new InvalidOperationException($"{TransportOptions.Section}:TrustedCertificates: '{file}' holds no certificate in PEM.");
    }
}

/// <summary>How calls to other services of the suite travel.</summary>
public static class TrustedCertificatesRegistration
{
    /// <summary>Makes a gRPC client accept the certificates that <see cref="TransportOptions.TrustedCertificates"/> stands for.</summary>
    /// <param name="client">A gRPC client.</param>
    public static IHttpClientBuilder AddTrustedCertificates(this IHttpClientBuilder client) =>
        client.ConfigurePrimaryHttpMessageHandler(services => services.GetRequiredService<TrustedCertificates>().NewHandler());
}
