using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Liwan.ServiceDefaults.Transport;

/// <summary>An address that a service is to listen on.</summary>
/// <param name="Setting">Where it is set.</param>
/// <param name="Url">As it is set.</param>
internal sealed record ListenAddress(string Setting, string Url)
{
    private readonly BindingAddress _address = BindingAddress.Parse(Url);

    public bool IsHttps => _address.Scheme.Equals(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);

    // Kestrel listens on every address for a host that is neither an address nor localhost.
    public bool IsLoopback => _address.IsUnixPipe || _address.Host == "localhost" || (IPAddress.TryParse(_address.Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>All that are configured.</summary>
    public static IEnumerable<ListenAddress> Of(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => (Setting: $"{endpoint.Path}:Url", Url: endpoint["Url"]))
            .Concat((configuration["urls"] ?? string.Empty).Split(';').Select(url => (Setting: "urls", Url: (string?)url)))
            .Where(address => !string.IsNullOrEmpty(address.Url))
            .Select(address => new ListenAddress(address.Setting, address.Url!));

    /// <summary>A setting that allows less than TLS 1.2; null: there is none.</summary>
    public static string? OldProtocol(IConfiguration configuration) => configuration.GetSection("Kestrel").AsEnumerable()
        .Where(setting => setting.Key.Contains(":SslProtocols:", StringComparison.OrdinalIgnoreCase) && setting.Value is not null)
        .FirstOrDefault(setting => !Enum.TryParse<SslProtocols>(setting.Value, ignoreCase: true, out var protocol) || protocol is not (SslProtocols.Tls12 or SslProtocols.Tls13)).Key;
}
