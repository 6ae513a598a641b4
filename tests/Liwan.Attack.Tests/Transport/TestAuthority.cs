using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Liwan.Testing;

namespace Liwan.Attack.Tests.Transport;

/// <summary>A private authority that gives out certificates for this machine.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _root;
    private int _serial;

    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Liwan test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
        File.WriteAllText(CaFile, _root.ExportCertificatePem());
    }

    public string CaFile => _folder.File("ca.pem");

    public string CertificateFile => _folder.File("tls.crt");

    public string KeyFile => _folder.File("tls.key");

    public string PfxFile => _folder.File("tls.pfx");

    /// <summary>The certificates of a service by these files, on both endpoints.</summary>
    public string[] Settings =>
    [
        "--Kestrel:Endpoints:grpc:Url=https://127.0.0.1:0",
        "--Kestrel:Endpoints:http:Url=https://127.0.0.1:0",
        $"--Kestrel:Certificates:Default:Path={CertificateFile}",
        $"--Kestrel:Certificates:Default:KeyPath={KeyFile}",
    ];

    /// <summary>Writes a new certificate and its key; returns its serial number.</summary>
    public string Issue()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(key);
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return certificate.SerialNumber;
    }

    /// <summary>Writes a new one as PFX.</summary>
    public string IssuePfx(string password)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(key);
        using var whole = certificate.CopyWithPrivateKey(key);
        File.WriteAllBytes(PfxFile, whole.Export(X509ContentType.Pkcs12, password));
        return certificate.SerialNumber;
    }

    /// <summary>A client that trusts this authority alone, and tells which certificate it was shown.</summary>
    public SocketsHttpHandler Handler(Action<string>? shown = null)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(_root);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var server = new X509Certificate2(certificate!);
            shown?.Invoke(server.SerialNumber);
            return chain.Build(server);
        };
        return handler;
    }

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    private X509Certificate2 Sign(ECDsa key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        return request.Create(_root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(5), [1, (byte)Interlocked.Increment(ref _serial)]);
    }
}
