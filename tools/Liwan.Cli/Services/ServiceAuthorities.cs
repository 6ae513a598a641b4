using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Liwan.Cli.Services;

/// <summary>Whose certificates the services may show.</summary>
internal sealed class ServiceAuthorities
{
    public const string Variable = "LIWAN_CA";

    private readonly X509Certificate2Collection _certificates = [];

    private ServiceAuthorities()
    {
    }

    /// <summary>Reads the file of <c>--ca</c>, else of the variable; without either those of the system hold.</summary>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static ServiceAuthorities Read(string? file, Func<string, string?> environment)
    {
        var authorities = new ServiceAuthorities();
        file ??= environment(Variable);
        if (string.IsNullOrEmpty(file))
        {
            return authorities;
        }

        try
        {
            authorities._certificates.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"--ca '{file}': {e.Message}");
        }

        return authorities._certificates.Count > 0 ? authorities : throw new UsageException($"--ca '{file}': no certificate in PEM");
    }

    /// <summary>What carries the calls.</summary>
    public SocketsHttpHandler NewHandler()
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, ConnectTimeout = TimeSpan.FromSeconds(5) };
        if (_certificates.Count > 0)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(_certificates);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return handler;
    }
}
