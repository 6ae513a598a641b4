using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Liwan.ServiceDefaults.Transport;

/// <summary>Where a certificate lies.</summary>
/// <param name="Path">PEM with the chain, or PFX.</param>
/// <param name="KeyPath">The key in PEM; null: the first is a PFX.</param>
/// <param name="Password">Of the key, or of the PFX; may be null.</param>
internal sealed record CertificateFiles(string Path, string? KeyPath, string? Password);

/// <summary>
/// A server's certificate that is read again when its files have changed. Kestrel would do so by binding the endpoint anew, which breaks
/// the streams that are open; this gives the new one to new connections and leaves the others alone.
/// </summary>
internal sealed partial class ServerCertificate(CertificateFiles files, TimeProvider time, ILogger<ServerCertificate> logger)
{
    // By content, since a certificate that is mounted changes with no time of its own.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Lock _looking = new();
    private SslStreamCertificateContext? _current;
    private byte[] _lastSeen = [];
    private long _lastLook;

    /// <summary>The newest that can be used.</summary>
    /// <exception cref="CryptographicException">There has never been one.</exception>
    public SslStreamCertificateContext Current()
    {
        lock (_looking)
        {
            if (_current is null || time.GetElapsedTime(_lastLook) >= Pace)
            {
                _lastLook = time.GetTimestamp();
                Look();
            }

            return _current!;
        }
    }

    private void Look()
    {
        try
        {
            var certificate = File.ReadAllBytes(files.Path);
            var key = files.KeyPath is null ? [] : File.ReadAllBytes(files.KeyPath);
            var seen = SHA256.HashData([.. certificate, .. key]);
            if (!seen.AsSpan().SequenceEqual(_lastSeen))
            {
                _lastSeen = seen;
                var isFirst = _current is null;
                _current = Load(certificate, key);
                if (!isFirst)
                {
                    LogRenewed(files.Path, _current.TargetCertificate.NotAfter);
                }
            }
        }
        // One file is there and the other not yet, say: the old certificate stays until both fit.
        catch (Exception e) when (_current is not null && e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            LogKept(files.Path, e.Message);
        }
    }

    private SslStreamCertificateContext Load(byte[] certificate, byte[] key)
    {
        var chain = new X509Certificate2Collection();
        X509Certificate2 own;
        if (files.KeyPath is null)
        {
            chain = X509CertificateLoader.LoadPkcs12Collection(certificate, files.Password);
            own = chain.FirstOrDefault(candidate => candidate.HasPrivateKey) ?? throw new CryptographicException($"{files.Path} holds no private key.");
        }
        else
        {
            var pem = Encoding.UTF8.GetString(certificate);
            var keyPem = Encoding.UTF8.GetString(key);
            own = string.IsNullOrEmpty(files.Password) ? X509Certificate2.CreateFromPem(pem, keyPem) : X509Certificate2.CreateFromEncryptedPem(pem, keyPem, files.Password);
            chain.ImportFromPem(pem);
        }

        if (OperatingSystem.IsWindows())
        {
            // SChannel takes no key that lies in memory alone.
            own = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
        }

        X509Certificate2[] others = [.. chain.Where(other => other.Thumbprint != own.Thumbprint)];
        return SslStreamCertificateContext.Create(own, [.. others], offline: true);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} has changed; new connections get the certificate that is valid until {NotAfter:u}")]
    private partial void LogRenewed(string path, DateTime notAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} or its key has changed and cannot be used, so the certificate before stays: {Problem}")]
    private partial void LogKept(string path, string problem);
}
