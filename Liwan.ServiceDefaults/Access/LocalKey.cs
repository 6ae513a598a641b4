using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.ServiceDefaults.Access;

/// <summary>The signing key of a local cluster: checks the tokens of its users and signs those of its services.</summary>
internal sealed class LocalKey : IDisposable
{
    public const string Issuer = "liwan-local";
    private readonly ECDsa _key;

    private LocalKey(ECDsa key)
    {
        _key = key;
        // The library's cache is the process's: it would outlive the key in a process that holds several services.
        SecurityKey = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
    }

    public SecurityKey SecurityKey { get; }

    /// <exception cref="InvalidOperationException">The file cannot be read or holds no such key.</exception>
    public static LocalKey Read(string file)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            return new LocalKey(key);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"{AccessOptions.Section}:LocalKeyFile: {file} is no readable EC private key in PEM ({e.Message})", e);
        }
    }

    /// <summary>Signs a token of a service itself.</summary>
    public string Sign(string subject, AccessOptions options, DateTimeOffset now, TimeSpan lifetime) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
        new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = options.Audience,
            Subject = new ClaimsIdentity([new Claim(JwtRegisteredClaimNames.Sub, subject), new Claim(options.RoleClaim, "service")]),
            IssuedAt = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            SigningCredentials = new SigningCredentials(SecurityKey, SecurityAlgorithms.EcdsaSha256),
        });

    public void Dispose() => _key.Dispose();
}
