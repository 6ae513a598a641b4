using Grpc.Net.Client;
using Liwan.Access.V1;
using Liwan.Testing;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>
/// The four services and a broker, each a process that can be killed, with every connection between them over a proxy that
/// can cut it. Started here and not by the AppHost, since one of them is started again with other settings.
/// </summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private static readonly string[] Names = ["departments", "budgets", "taskindicators", "reports"];
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, ServiceProcess> _services = [];
    private readonly Dictionary<string, TcpProxy> _proxies = [];
    private readonly List<GrpcChannel> _channels = [];

    private ChaosCluster(RabbitMqNode broker) => Broker = broker;

    public RabbitMqNode Broker { get; }

    public ServiceProcess Reports => _services["reports"];

    public IReadOnlyCollection<ServiceProcess> Services => _services.Values;

    public static async Task<ChaosCluster> StartAsync()
    {
        var cluster = new ChaosCluster(await RabbitMqNode.StartAsync());
        try
        {
            cluster._proxies["broker"] = new TcpProxy(cluster.Broker.AmqpUri.Port);
            foreach (var name in Names)
            {
                var service = new ServiceProcess(name, cluster.Settings(name));
                cluster._services[name] = service;
                cluster._proxies[name] = new TcpProxy(service.GrpcPort);
            }

            // Each reaches all others over the proxies, which exist only now.
            foreach (var service in cluster.Services)
            {
                await service.MigrateAsync();
                await service.StartAsync(cluster.Ways);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a service that was killed.</summary>
    public Task StartAgainAsync(ServiceProcess service, params string[] settings) => service.StartAsync([.. Ways, .. settings]);

    /// <summary>Cuts all connections between the services, and those to the broker; returns how many.</summary>
    public int CutConnections() => _proxies.Values.Sum(proxy => proxy.Cut());

    /// <summary>A channel of somebody's to a service, past the proxies.</summary>
    public GrpcChannel Channel(string service, Role role)
    {
        var channel = TestTokens.Channel(new Uri($"http://127.0.0.1:{_services[service].GrpcPort}"), TestTokens.Trusted.Of(role, "*"));
        _channels.Add(channel);
        return channel;
    }

    public async ValueTask DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        foreach (var service in Services)
        {
            await service.DisposeAsync();
        }

        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }

        await Broker.DisposeAsync();
        _folder.Dispose();
    }

    private string[] Ways =>
    [
        $"--ConnectionStrings:messaging={new UriBuilder(Broker.AmqpUri) { Port = _proxies["broker"].Port }.Uri}",
        .. Names.Select(name => $"--services:{name}:grpc:0=http://127.0.0.1:{_proxies[name].Port}"),
    ];

    private string[] Settings(string name) =>
    [
        "--environment=Development",
        $"--Liwan:Access:LocalKeyFile={TestTokens.Trusted.KeyFile}",
        $"--ConnectionStrings:{name}-db=Data Source={_folder.File($"{name}.db")}",
        "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0",
        "--Logging:LogLevel:Default=Warning",
        // A relay that was killed keeps its successor waiting that long.
        "--Liwan:Messaging:Relay:LeaseDuration=00:00:03",
    ];
}
