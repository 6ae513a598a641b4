using Duende.IdentityModel.Client;
using Liwan.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace Liwan.ServiceDefaults.Access;

/// <summary>
/// The identity of the service itself, for what no user asked: relay, consumers, sweepers. Its tokens come from the provider (client credentials
/// grant), or in a local cluster from the cluster's key.
/// </summary>
internal sealed class OwnIdentity(
    string service, IOptions<AccessOptions> options, TokenTrust trust, IHttpClientFactory clients, TimeProvider time, LocalKey? key = null) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private (string Token, DateTimeOffset RenewTime) _current = (string.Empty, DateTimeOffset.MinValue);

    /// <exception cref="ServiceException">SERVICE_UNAVAILABLE: the provider gives none.</exception>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        if (_current.RenewTime > time.GetUtcNow())
        {
            return _current.Token;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            if (_current.RenewTime <= time.GetUtcNow())
            {
                _current = key is null ? await FetchAsync(cancellationToken) : Sign(key);
            }

            return _current.Token;
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void Dispose() => _fetching.Dispose();

    private (string Token, DateTimeOffset RenewTime) Sign(LocalKey localKey)
    {
        var now = time.GetUtcNow();
        return (localKey.Sign($"service:{service}", options.Value, now, Lifetime), now + Lifetime - Margin);
    }

    private async Task<(string Token, DateTimeOffset RenewTime)> FetchAsync(CancellationToken cancellationToken)
    {
        var provider = await trust.ProviderAsync(cancellationToken);
        using var client = clients.CreateClient(nameof(OwnIdentity));
        using var request = new ClientCredentialsTokenRequest
        {
            Address = provider.TokenEndpoint,
            ClientId = options.Value.ClientId ?? string.Empty,
            ClientSecret = options.Value.ClientSecret,
        };
        var answer = await client.RequestClientCredentialsTokenAsync(request, cancellationToken);
        if (answer.IsError)
        {
            throw new ServiceException(ErrorCatalogue.ServiceUnavailable, new InvalidOperationException($"The provider gives {options.Value.ClientId} no token: {answer.Error}"), ("service", "OpenID Connect"));
        }

        return (answer.AccessToken!, time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn) - Margin);
    }
}
