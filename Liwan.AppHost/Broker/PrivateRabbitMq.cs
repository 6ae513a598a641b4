using System.Globalization;
using System.Text;
using Liwan.AppHost.Cluster;

namespace Liwan.AppHost.Broker;

/// <summary>
/// The RabbitMQ installed on the machine, run as a node of this cluster alone: on loopback, as the user who runs the AppHost,
/// with all its files in the data folder. A broker the system itself runs is left alone.
/// </summary>
internal static class PrivateRabbitMq
{
    private const int UsualPort = 5672;
    private const string Data = "mnesia";

    // The launcher in sbin insists on becoming the user rabbitmq; these are the ones it launches.
    private static readonly string[] Servers =
    [
        "/usr/lib/rabbitmq/bin/rabbitmq-server",
        "/usr/local/sbin/rabbitmq-server",
        "/opt/homebrew/sbin/rabbitmq-server",
    ];

    /// <summary>Looks for RabbitMQ and for Erlang's port mapper, which it cannot start without.</summary>
    public static Installation? Find()
    {
        var server = Servers.FirstOrDefault(File.Exists);
        var portMapper = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "epmd"))
            .FirstOrDefault(File.Exists);
        return server is not null && portMapper is not null ? new Installation(server, portMapper) : null;
    }

    /// <summary>Adds the node, listening on 5672 if that is free and wanted.</summary>
    /// <returns>The address for the suite's services; that for others is in the file <c>broker/listener.amqp</c>.</returns>
    public static string Add(IDistributedApplicationBuilder builder, Installation installation, ClusterSettings settings, TextWriter notes)
    {
        var folder = Path.Combine(settings.DataFolder, "broker");
        Directory.CreateDirectory(folder);
        var port = !settings.DynamicPorts && LoopbackPorts.IsFree(UsualPort) ? UsualPort : LoopbackPorts.Pick();
        if (!settings.DynamicPorts && port != UsualPort)
        {
            notes.WriteLine($"Port {UsualPort} is taken: the cluster's own broker listens on 127.0.0.1:{port}.");
        }

        var accounts = Configure(folder, port);

        // Left to itself the node would start a port mapper that outlives it.
        var portMapperPort = LoopbackPorts.Pick().ToString(CultureInfo.InvariantCulture);
        var portMapper = builder.AddExecutable("epmd", installation.PortMapper, folder, "-address", "127.0.0.1", "-port", portMapperPort);

        builder.AddExecutable("rabbitmq", installation.Server, folder)
            .WithEndpoint(name: "amqp", scheme: "tcp", port: port, env: "RABBITMQ_NODE_PORT", isProxied: false)
            .WithEnvironment("HOME", folder)
            .WithEnvironment("RABBITMQ_NODENAME", "liwan@localhost")
            .WithEnvironment("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1")
            .WithEnvironment("RABBITMQ_DIST_PORT", LoopbackPorts.Pick().ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("RABBITMQ_MNESIA_BASE", Path.Combine(folder, Data))
            .WithEnvironment("RABBITMQ_LOG_BASE", Path.Combine(folder, "log"))
            .WithEnvironment("RABBITMQ_LOG", "warning")
            .WithEnvironment("RABBITMQ_CONFIG_FILE", Path.Combine(folder, "rabbitmq"))
            .WithEnvironment("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "enabled_plugins"))
            .WithEnvironment("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}")
            .WithEnvironment("ERL_EPMD_ADDRESS", "127.0.0.1")
            .WithEnvironment("ERL_EPMD_PORT", portMapperPort)
            .WaitFor(portMapper);

        return accounts.SuiteAddress(port);
    }

    /// <summary>Writes what the node reads at its start, and the address that a listener needs.</summary>
    private static BrokerAccounts Configure(string folder, int port)
    {
        var hasData = Directory.Exists(Path.Combine(folder, Data));
        var accounts = BrokerAccounts.Ensure(folder, hasData);
        var definitions = Path.Combine(folder, "definitions.json");
        PrivateFile.Write(definitions, accounts.Definitions());
        // Anonymous clients, which newer nodes let in as guest, are none of ours.
        File.WriteAllText(
            Path.Combine(folder, "rabbitmq.conf"),
            $"""
            # Written at each start of the cluster.
            log.console = false
            log.file.level = info
            load_definitions = {definitions}
            default_vhost = {accounts.VirtualHost}
            auth_mechanisms.1 = PLAIN
            auth_mechanisms.2 = AMQPLAIN

            """);
        PrivateFile.Write(Path.Combine(folder, "listener.amqp"), Encoding.ASCII.GetBytes(accounts.ListenerAddress(port) + "\n"));
        return accounts;
    }

    /// <summary>The two programs a private node needs.</summary>
    public sealed record Installation(string Server, string PortMapper);
}
