using Liwan.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Verifies tokens: those of the OpenID Connect provider, whose keys it fetches and renews, or those of a local cluster.</summary>
internal sealed class TokenTrust
{
    // What a key of a provider may sign with; no algorithm by which a public key could be taken for a shared secret, and not none.
    private static readonly string[] ProviderAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly TokenValidationParameters _parameters;
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? _provider;

    public TokenTrust(IOptions<AccessOptions> options, IHttpClientFactory clients, LocalKey? key = null)
    {
        var access = options.Value;
        _parameters = new TokenValidationParameters
        {
            ValidAudience = access.Audience,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = TimeSpan.FromSeconds(10),
            ValidAlgorithms = key is null ? ProviderAlgorithms : [SecurityAlgorithms.EcdsaSha256],
        };
        if (key is not null)
        {
            _parameters.ValidIssuer = LocalKey.Issuer;
            _parameters.IssuerSigningKey = key.SecurityKey;
        }
        else if (Uri.TryCreate(access.Authority, UriKind.Absolute, out var authority))
        {
            _provider = new ConfigurationManager<OpenIdConnectConfiguration>(
                $"{access.Authority.TrimEnd('/')}/.well-known/openid-configuration",
                new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(clients.CreateClient(nameof(TokenTrust))) { RequireHttps = !authority.IsLoopback });
            _parameters.ConfigurationManager = _provider;
        }
    }

    /// <summary>Verifies a token; what is wrong with it stands in the result.</summary>
    /// <exception cref="ServiceException">SERVICE_UNAVAILABLE: the provider does not answer.</exception>
    public async Task<TokenValidationResult> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (_provider is not null)
        {
            await ProviderAsync(cancellationToken);
        }

        return await _handler.ValidateTokenAsync(token, _parameters);
    }

    /// <summary>What the provider says of itself.</summary>
    /// <exception cref="ServiceException">SERVICE_UNAVAILABLE: it does not answer.</exception>
    public async Task<OpenIdConnectConfiguration> ProviderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _provider!.GetConfigurationAsync(cancellationToken);
        }
        // As the library tells that it got no document.
        catch (InvalidOperationException e)
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, e, ("service", "OpenID Connect"));
        }
    }
}
