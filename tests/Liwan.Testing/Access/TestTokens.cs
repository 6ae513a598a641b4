using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Liwan.Access.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.Testing;

/// <summary>The tokens of a local cluster, signed by its key.</summary>
public sealed class TestTokens
{
    private const string All = "*";
    private static readonly Lazy<TestTokens> OfThisProcess = new(() => new TestTokens(WriteNewKey()));
    private readonly ECDsa _key = ECDsa.Create();

    /// <summary>Signs with the key of a cluster.</summary>
    /// <param name="keyFile">Its <c>signing-key.pem</c>.</param>
    public TestTokens(string keyFile)
    {
        KeyFile = keyFile;
        _key.ImportFromPem(File.ReadAllText(keyFile));
    }

    /// <summary>Those that every <see cref="ServiceHost"/> of this process trusts.</summary>
    public static TestTokens Trusted => OfThisProcess.Value;

    /// <summary>Those of a key that nobody trusts.</summary>
    public static TestTokens Untrusted() => new(WriteNewKey());

    /// <summary>The file of the key.</summary>
    public string KeyFile { get; }

    /// <summary>A token that may call every method for every department.</summary>
    public string Everybody => Mint(new TokenClaims { Subject = "test", Roles = [.. Enum.GetValues<Role>().Where(role => role is not (Role.Unspecified or Role.Integrator))], Departments = [All] });

    /// <summary>A token of one role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="departments">The departments it is bound to.</param>
    public string Of(Role role, params string[] departments) =>
        Mint(new TokenClaims { Subject = $"{role}".ToLowerInvariant(), Roles = [role], Departments = departments });

    /// <summary>Signs a token.</summary>
    /// <param name="claims">What it says.</param>
    public string Mint(TokenClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = claims.Issuer,
            Audience = claims.Audience,
            Claims = Write(claims),
            Expires = claims.ExpireTime?.UtcDateTime,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    /// <summary>A channel that sends a token with every call, over the transport that gRPC itself chooses.</summary>
    /// <param name="address">Where the service speaks gRPC.</param>
    /// <param name="token">The token; null: none.</param>
    public static GrpcChannel Channel(Uri address, string? token)
    {
        ChannelCredentials transport = address.Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure;
        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            Credentials = token is null ? transport : ChannelCredentials.Create(transport, CallCredentials.FromInterceptor((_, metadata) =>
            {
                metadata.Add("authorization", $"Bearer {token}");
                return Task.CompletedTask;
            })),
            UnsafeUseInsecureChannelCallCredentials = true,
        });
    }

    /// <summary>Sends a token with every request.</summary>
    /// <param name="token">The token; null: none.</param>
    public static HttpMessageHandler Handler(string? token) => new BearerHandler(token);

    private static Dictionary<string, object> Write(TokenClaims claims)
    {
        var written = new Dictionary<string, object>
        {
            ["sub"] = claims.Subject,
            ["role"] = claims.Roles.Select(role => role.ToString().ToLowerInvariant()).ToArray(),
            ["departments"] = claims.Departments.ToArray(),
        };
        if (claims.Scopes.Count > 0)
        {
            written["scope"] = string.Join(' ', claims.Scopes);
        }

        if (claims.Actor is not null)
        {
            written["act"] = JsonSerializer.SerializeToElement(new { sub = claims.Actor });
        }

        return written;
    }

    private static string WriteNewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.Combine(Directory.CreateTempSubdirectory("liwan-key-").FullName, "signing-key.pem");
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        return file;
    }

    private sealed class BearerHandler(string? token) : DelegatingHandler(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>What a token says.</summary>
public sealed record TokenClaims
{
    /// <summary>Who.</summary>
    public required string Subject { get; init; }

    /// <summary>In which roles.</summary>
    public required IReadOnlyList<Role> Roles { get; init; }

    /// <summary>For which departments.</summary>
    public IReadOnlyList<string> Departments { get; init; } = [];

    /// <summary>With which scopes.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Who acts for the subject; null: the subject itself.</summary>
    public string? Actor { get; init; }

    /// <summary>By whom.</summary>
    public string Issuer { get; init; } = "liwan-local";

    /// <summary>For whom.</summary>
    public string Audience { get; init; } = "liwan";

    /// <summary>Until when; null: it does not say.</summary>
    public DateTimeOffset? ExpireTime { get; init; } = DateTimeOffset.UtcNow.AddHours(12);
}
