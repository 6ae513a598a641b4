using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Whose name stands on the calls that a service makes.</summary>
public static class IdentityForwarding
{
    /// <summary>
    /// A call made on the way of a user's call carries that user's token; one that the service makes by itself carries the service's own.
    /// </summary>
    /// <param name="client">A gRPC client.</param>
    public static IHttpClientBuilder AddIdentity(this IHttpClientBuilder client) => client
        .AddCallCredentials(async (context, metadata, services) =>
        {
            var call = CurrentCall.Value;
            var token = call is null || call.IsOwnWork ? await services.GetRequiredService<OwnIdentity>().TokenAsync(context.CancellationToken) : call.Token;
            if (token is not null)
            {
                metadata.Add(HeaderNames.Authorization, $"Bearer {token}");
            }
        })
        // Where plain HTTP is allowed at all, tokens come in over it as well.
        .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = true);
}
