using Microsoft.Extensions.Configuration;

namespace Liwan.ServiceDefaults.Clients;

/// <summary>The address by which service discovery finds the <c>grpc</c> endpoint of a service.</summary>
public static class DiscoveredAddress
{
    /// <summary>
    /// Returns it. Discovery finds the endpoints of the address's own scheme alone; where one is https, no call is to go to another.
    /// </summary>
    /// <param name="configuration">Holds the endpoints, such as <c>services:budgets:grpc:0</c>.</param>
    /// <param name="service">The name of the service, such as <c>budgets</c>.</param>
    public static Uri OfGrpc(IConfiguration configuration, string service)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var isHttps = configuration.GetSection($"services:{service}:grpc").AsEnumerable()
            .Any(endpoint => endpoint.Value?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true);
        return new Uri($"{(isHttps ? Uri.UriSchemeHttps : Uri.UriSchemeHttp)}://_grpc.{service}");
    }
}
