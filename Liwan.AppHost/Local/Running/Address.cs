using System.Net;
using System.Net.Sockets;
using Liwan.AppHost.Cluster;

namespace Liwan.AppHost.Local;

/// <summary>An address that one process listens on.</summary>
internal sealed record Address(EndpointDefinition Definition, int Port, bool IsAsConfigured)
{
    private static readonly byte[] AmqpHeader = [.. "AMQP"u8, 0, 0, 9, 1];

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

    /// <summary>
    /// Whether something serves it: accepts connections and, at an endpoint called <c>amqp</c>, answers as a broker does. One that
    /// is still booting accepts connections and closes them.
    /// </summary>
    public async Task<bool> IsServedAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(ReachableHost, Port, cancellationToken);
            return Name != "amqp" || await AnswersAmqpAsync(client.GetStream(), cancellationToken);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAmqpAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        const byte methodFrame = 1;
        await stream.WriteAsync(AmqpHeader, cancellationToken);
        var answer = new byte[1];
        return await stream.ReadAsync(answer, cancellationToken) == 1 && answer[0] == methodFrame;
    }

    private IEnumerable<IPEndPoint> ListenEndpoints() => Definition.Host switch
    {
        "localhost" => [new(IPAddress.Loopback, Port), new(IPAddress.IPv6Loopback, Port)],
        var host when IPAddress.TryParse(host.Trim('[', ']'), out var address) => [new(address, Port)],
        _ => [new(IPAddress.Any, Port)],
    };
}
