using System.Net;
using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Local;

/// <summary>What an operator may choose about the operator page.</summary>
/// <param name="IsOn"><c>Cluster:OperatorPage</c>: <c>true</c> (the default) or <c>false</c>.</param>
/// <param name="Address">
/// <c>Cluster:OperatorPageAddress</c>: the IP address the page listens on; loopback by default. Beyond loopback it asks for a token.
/// </param>
/// <param name="HostNames"><c>Cluster:OperatorPageHosts</c>: names besides this machine's that it may be asked for by, with commas between.</param>
internal sealed record PageSettings(bool IsOn, IPAddress Address, IReadOnlyList<string> HostNames)
{
    /// <exception cref="DistributedApplicationException">A value is not one of those listed above.</exception>
    public static PageSettings Read(IConfiguration configuration)
    {
        var isOn = true;
        if (configuration["Cluster:OperatorPage"] is { Length: > 0 } choice && !bool.TryParse(choice, out isOn))
        {
            throw new DistributedApplicationException($"Cluster:OperatorPage is '{choice}'; it can be true or false.");
        }

        var address = IPAddress.Loopback;
        if (configuration["Cluster:OperatorPageAddress"] is { Length: > 0 } listen && !IPAddress.TryParse(listen, out address))
        {
            throw new DistributedApplicationException($"Cluster:OperatorPageAddress is '{listen}'; it can be an IP address, such as 0.0.0.0.");
        }

        var names = configuration["Cluster:OperatorPageHosts"] ?? "";
        return new PageSettings(isOn, address, names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
