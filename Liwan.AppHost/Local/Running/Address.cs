using System.Net;
using System.Net.Sockets;
using Liwan.AppHost.Cluster;

namespace Liwan.AppHost.Local;

/// <summary>An address that one process listens on.</summary>
internal sealed record Address(EndpointDefinition Definition, int Port, bool IsAsConfigured)
{
    public string Name => Definition.Name;

    /// <summary>What the process is told, where it is told its address.</summary>
    public string ListenUrl => $"{Definition.Scheme}://{Definition.Host}:{Port}";

    /// <summary>What others are told.</summary>
    public string Url => $"{Definition.Scheme}://{ReachableHost}:{Port}";

    private string ReachableHost => Definition.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : Definition.Host;

    /// <summary>The configured address, or one with a free port where ports are dynamic or another replica has that one.</summary>
    public static Address Allocate(EndpointDefinition definition, int replica, bool dynamicPorts) =>
        definition.Port is > 0 and var port && replica == 1 && (!dynamicPorts || definition.UrlVariable is null)
            ? new Address(definition, port, IsAsConfigured: true)
            : new Address(definition, LoopbackPorts.Pick(), IsAsConfigured: false);

    /// <summary>Whether the process could listen on it now.</summary>
    public bool IsFree() => ListenEndpoints().All(LoopbackPorts.CanListen);

    /// <summary>Whether something accepts connections on it.</summary>
    public async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(ReachableHost, Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private IEnumerable<IPEndPoint> ListenEndpoints() => Definition.Host switch
    {
        "localhost" => [new(IPAddress.Loopback, Port), new(IPAddress.IPv6Loopback, Port)],
        var host when IPAddress.TryParse(host.Trim('[', ']'), out var address) => [new(address, Port)],
        _ => [new(IPAddress.Any, Port)],
    };
}
