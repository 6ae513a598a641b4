using System.Globalization;
using Liwan.AppHost.Cluster;

namespace Liwan.AppHost.Broker;

/// <summary>
/// The RabbitMQ installed on the machine, run as a node of this cluster alone: on loopback, as the user who runs the AppHost,
/// with all its files in the data folder. A broker the system itself runs is left alone.
/// </summary>
internal static class PrivateRabbitMq
{
    private const int UsualPort = 5672;

    private const string Configuration =
        """
        # Written at each start of the cluster.
        log.console = false
        log.file.level = info

        """;

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
    /// <returns>The address for clients.</returns>
    public static string Add(IDistributedApplicationBuilder builder, Installation installation, ClusterSettings settings, TextWriter notes)
    {
        var folder = Path.Combine(settings.DataFolder, "broker");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "rabbitmq.conf"), Configuration);
        var port = !settings.DynamicPorts && LoopbackPorts.IsFree(UsualPort) ? UsualPort : LoopbackPorts.Pick();
        if (!settings.DynamicPorts && port != UsualPort)
        {
            notes.WriteLine($"Port {UsualPort} is taken: the cluster's own broker listens on 127.0.0.1:{port}.");
        }

        // Left to itself the node would start a port mapper that outlives it.
        var portMapperPort = LoopbackPorts.Pick().ToString(CultureInfo.InvariantCulture);
        var portMapper = builder.AddExecutable("epmd", installation.PortMapper, folder, "-address", "127.0.0.1", "-port", portMapperPort);

        builder.AddExecutable("rabbitmq", installation.Server, folder)
            .WithEndpoint(name: "amqp", scheme: "tcp", port: port, env: "RABBITMQ_NODE_PORT", isProxied: false)
            .WithEnvironment("HOME", folder)
            .WithEnvironment("RABBITMQ_NODENAME", "liwan@localhost")
            .WithEnvironment("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1")
            .WithEnvironment("RABBITMQ_DIST_PORT", LoopbackPorts.Pick().ToString(CultureInfo.InvariantCulture))
            .WithEnvironment("RABBITMQ_MNESIA_BASE", Path.Combine(folder, "mnesia"))
            .WithEnvironment("RABBITMQ_LOG_BASE", Path.Combine(folder, "log"))
            .WithEnvironment("RABBITMQ_LOG", "warning")
            .WithEnvironment("RABBITMQ_CONFIG_FILE", Path.Combine(folder, "rabbitmq"))
            .WithEnvironment("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "enabled_plugins"))
            .WithEnvironment("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}")
            .WithEnvironment("ERL_EPMD_ADDRESS", "127.0.0.1")
            .WithEnvironment("ERL_EPMD_PORT", portMapperPort)
            .WaitFor(portMapper);

        // guest may log in from loopback only, which is all this node listens on.
        return "amqp://guest:guest@127.0.0.1:" + port;
    }

    /// <summary>The two programs a private node needs.</summary>
    public sealed record Installation(string Server, string PortMapper);
}
