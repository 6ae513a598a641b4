using System.Buffers.Text;
using System.Security.Cryptography;
using Google.Protobuf;

namespace Liwan.ServiceDefaults.Requests;

/// <summary>Opaque etags (AIP-154) over a resource's content.</summary>
public static class Etags
{
    /// <summary>
    /// Returns the etag of a resource: a digest of its bytes. Clear its etag and what the etag must not cover first; its
    /// update time belongs in, so that a row restored from a backup cannot repeat an etag of another content.
    /// </summary>
    /// <param name="resource">The resource, without an etag.</param>
    public static string Of(IMessage resource) => Base64Url.EncodeToString(SHA256.HashData(resource.ToByteArray()).AsSpan(0, 16));
}
