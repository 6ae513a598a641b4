using System.Security.Cryptography;
using System.Text;

namespace Liwan.AppHost.Cluster;

/// <summary>
/// The signing key of a local cluster: an EC P-256 private key, PKCS#8 PEM. <c>liwan login</c> signs the tokens of people with it,
/// each service its own; whoever reads it can be anybody in this cluster.
/// </summary>
internal static class SigningKey
{
    public const string FileName = "signing-key.pem";

    /// <summary>The one curve that ES256 signs with, by its object identifier.</summary>
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Makes the key in a folder, unless it is there.</summary>
    /// <returns>The absolute path of its file.</returns>
    /// <exception cref="DistributedApplicationException">The file that is there holds no such key, or others may read it.</exception>
    public static string Ensure(string folder)
    {
        var file = Path.Combine(Path.GetFullPath(folder), FileName);
        if (PrivateFile.Read(file) is { } pem)
        {
            ThrowIfUnusable(file, pem);
            return file;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        PrivateFile.Write(file, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        return file;
    }

    private static void ThrowIfUnusable(string file, string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: true).Curve.Oid.Value == P256)
            {
                return;
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Said below.
        }

        throw new DistributedApplicationException($"{file} holds no EC P-256 private key in PEM. Delete it: a new one is made at the next start.");
    }
}
