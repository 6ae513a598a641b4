using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.Testing;

/// <summary>An OpenID Connect provider on loopback: discovery, keys, and tokens for one client.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    /// <summary>The secret of every client.</summary>
    public const string ClientSecret = "client-secret-of-the-test";
    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);

    private OpenIdProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        // Beside a test lie the settings of the services that it starts, with their endpoints.
        builder.Configuration.Sources.Clear();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = $"{Address}/keys", token_endpoint = $"{Address}/token" }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { Public() } }));
        _app.MapPost("/token", (HttpRequest request) => AnswerAsync(request));
    }

    /// <summary>Its address: the authority of who trusts it.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The public key as a secret, for who confuses the two.</summary>
    public IReadOnlyList<byte> PublicKeyPem => System.Text.Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem());

    /// <summary>Starts it on a free port.</summary>
    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Signs a token with its key.</summary>
    /// <param name="subject">Who.</param>
    /// <param name="claims">What else it says.</param>
    public string Sign(string subject, IDictionary<string, object> claims) =>
        Sign(subject, claims, new SigningCredentials(new RsaSecurityKey(_key) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256));

    /// <summary>Signs a token with another key.</summary>
    /// <param name="subject">Who.</param>
    /// <param name="claims">What else it says.</param>
    /// <param name="credentials">The key.</param>
    public string Sign(string subject, IDictionary<string, object> claims, SigningCredentials credentials) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address,
        Audience = "liwan-test",
        Claims = new Dictionary<string, object>(claims) { ["sub"] = subject },
        Expires = DateTime.UtcNow.AddHours(1),
        SigningCredentials = credentials,
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var basic = request.Headers.Authorization.ToString() is ['B', 'a', 's', 'i', 'c', ' ', .. var encoded]
            ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':')
            : [form["client_id"].ToString(), form["client_secret"].ToString()];
        return form["grant_type"] == "client_credentials" && basic[1] == ClientSecret
            ? Results.Json(new { access_token = Sign(basic[0], new Dictionary<string, object> { ["role"] = "service", ["roles"] = "service" }), token_type = "Bearer", expires_in = 300 })
            : Results.Json(new { error = "invalid_client" }, statusCode: 401);
    }

    private object Public()
    {
        var parameters = _key.ExportParameters(false);
        return new { kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) };
    }
}
