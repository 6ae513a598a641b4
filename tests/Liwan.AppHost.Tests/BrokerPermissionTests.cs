using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Liwan.AppHost.Broker;
using Liwan.AppHost.Cluster;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Liwan.AppHost.Tests;

/// <summary>Who may do what on the cluster's own broker, asked of a real node.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BrokerPermissionTests
{
    private const string Event = "liwan.events.v1.ReportSubmitted";
    private const int AccessRefused = 403;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [RabbitMqFact]
    public async Task Broker_OfANewCluster_LetsTheSuiteAndAListenerDoTheirsAndNothingElse()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Test:Broker=true");
        var file = await cluster.WaitUntilUpAsync();
        var suiteAddress = new Uri((string)(await RunningCluster.EnvironmentOfAsync(file, "a"))["ConnectionStrings__messaging"]!);
        Assert.Equal("/liwan", suiteAddress.AbsolutePath);

        await using var suite = await ConnectAsync(suiteAddress);
        await using var listener = await ConnectAsync(ListenerAddress(cluster.Folder));

        // The suite: what Topology declares, and what MassTransit puts beside it.
        await using (var channel = await suite.CreateChannelAsync())
        {
            foreach (var name in new[] { "liwan.budgets", "liwan.budgets_error", "liwan.budgets_skipped", "liwan.taskindicators" })
            {
                await channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true);
                await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false);
                await channel.QueueBindAsync(name, name, "");
            }

            await channel.ExchangeDeclareAsync(Event, ExchangeType.Fanout, durable: true);
            await channel.ExchangeBindAsync("liwan.budgets", Event, "");
            await channel.BasicPublishAsync(Event, "", "one"u8.ToArray());
        }

        Assert.Equal("one", await TakeAsync(suite, "liwan.budgets"));
        await AssertRefusedAsync(suite, channel => channel.QueueDeclareAsync("other", durable: true, exclusive: false, autoDelete: false));
        await AssertRefusedAsync(suite, channel => channel.ExchangeDeclareAsync("liwan", ExchangeType.Fanout));
        await AssertRefusedAsync(suite, channel => channel.QueueDeclareAsync("xliwan.budgets", durable: true, exclusive: false, autoDelete: false));

        // A listener: a queue of its own, bound to the events.
        await using (var channel = await listener.CreateChannelAsync())
        {
            await channel.QueueDeclareAsync("listener.archive", durable: true, exclusive: false, autoDelete: false);
            await channel.QueueBindAsync("listener.archive", Event, "");
        }

        await using (var channel = await suite.CreateChannelAsync())
        {
            await channel.BasicPublishAsync(Event, "", "two"u8.ToArray());
        }

        Assert.Equal("two", await TakeAsync(listener, "listener.archive"));
        await AssertRefusedAsync(listener, channel => channel.BasicPublishAsync(Event, "", "forged"u8.ToArray()).AsTask());
        await AssertRefusedAsync(listener, channel => channel.BasicPublishAsync("liwan.budgets", "", "forged"u8.ToArray()).AsTask());
        await AssertRefusedAsync(listener, channel => channel.BasicPublishAsync("", "liwan.budgets", "forged"u8.ToArray()).AsTask());
        await AssertRefusedAsync(listener, channel => channel.BasicGetAsync("liwan.budgets", autoAck: true));
        await AssertRefusedAsync(listener, channel => channel.QueueDeclareAsync("liwan.budgets", durable: true, exclusive: false, autoDelete: false));
        await AssertRefusedAsync(listener, channel => channel.QueueBindAsync("listener.archive", "liwan.budgets", ""));
        await AssertRefusedAsync(listener, channel => channel.QueueDeleteAsync("liwan.budgets"));
        await AssertRefusedAsync(suite, channel => channel.BasicGetAsync("listener.archive", autoAck: true));

        foreach (var virtualHost in new[] { "liwan", "/" })
        {
            await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync(new Uri($"amqp://guest:guest@127.0.0.1:{suiteAddress.Port}/{Uri.EscapeDataString(virtualHost)}")));
        }
    }

    [RabbitMqFact]
    public async Task Broker_OfAFolderFromBeforeItHadAccounts_KeepsItsQueuesAndLosesGuest()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-");
        await using (var old = OldNode.Start(Path.Combine(folder.FullName, "broker")))
        {
            await using var guest = await UntilConnectedAsync(old.Address);
            await using var channel = await guest.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
            await channel.QueueDeclareAsync(
                "liwan.budgets_error", durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
            await channel.BasicPublishAsync("", "liwan.budgets_error", mandatory: true, new BasicProperties { Persistent = true }, "kept"u8.ToArray());
        }

        using (var cluster = RunningCluster.StartIn(folder.FullName, "Test:Services=a", "Test:Broker=true"))
        {
            var file = await cluster.WaitUntilUpAsync();
            var address = new Uri((string)(await RunningCluster.EnvironmentOfAsync(file, "a"))["ConnectionStrings__messaging"]!);
            await using var suite = await UntilConnectedAsync(address);
            Assert.Equal("kept", await TakeAsync(suite, "liwan.budgets_error"));
            await Assert.ThrowsAsync<BrokerUnreachableException>(() => ConnectAsync(new Uri($"amqp://guest:guest@127.0.0.1:{address.Port}/")));
            await using var listener = await ConnectAsync(ListenerAddress(folder.FullName));
            await AssertRefusedAsync(listener, channel => channel.QueueDeleteAsync("liwan.budgets_error"));
            cluster.Signal(RunningCluster.SigTerm);
            await cluster.ExitAsync(TimeSpan.FromSeconds(20));
        }

        folder.Delete(recursive: true);
    }

    [RabbitMqFact]
    public async Task Broker_ShowsItsPasswordsToNobodyElse()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Test:Broker=true");
        var file = await cluster.WaitUntilUpAsync();
        var environment = await RunningCluster.EnvironmentOfAsync(file, "a");
        var password = new Uri((string)environment["ConnectionStrings__messaging"]!).UserInfo.Split(':')[1];
        var listenerPassword = ListenerAddress(cluster.Folder).UserInfo.Split(':')[1];
        var shown = (string)file["connectionStrings"]!["messaging"]!;

        Assert.Matches("^amqp://127.0.0.1:[0-9]+/liwan$", shown);
        foreach (var secret in new[] { password, listenerPassword })
        {
            Assert.DoesNotContain(secret, file.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, cluster.Output, StringComparison.Ordinal);
            foreach (var log in Directory.EnumerateFiles(Path.Combine(cluster.Folder, "broker", "log"), "*", SearchOption.AllDirectories))
            {
                await using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var reader = new StreamReader(stream);
                Assert.DoesNotContain(secret, await reader.ReadToEndAsync(), StringComparison.Ordinal);
            }
        }

        foreach (var secretFile in new[] { "accounts.json", "listener.amqp", "definitions.json" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cluster.Folder, "broker", secretFile)));
        }
    }

    private static Uri ListenerAddress(string folder) => new(File.ReadAllText(Path.Combine(folder, "broker", "listener.amqp")).Trim());

    private static Task<IConnection> ConnectAsync(Uri address) =>
        new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();

    private static async Task<IConnection> UntilConnectedAsync(Uri address)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await ConnectAsync(address);
            }
            catch (BrokerUnreachableException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>What stands first in a queue, once something does.</summary>
    private static async Task<string> TakeAsync(IConnection connection, string queue)
    {
        await using var channel = await connection.CreateChannelAsync();
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < Patience; await Task.Delay(20))
        {
            if (await channel.BasicGetAsync(queue, autoAck: true) is { } got)
            {
                return Encoding.UTF8.GetString(got.Body.Span);
            }
        }

        throw new TimeoutException($"{queue} stays empty.");
    }

    private static async Task AssertRefusedAsync(IConnection connection, Func<IChannel, Task> attempt)
    {
        // With confirms a publish says what became of it.
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await Assert.ThrowsAnyAsync<Exception>(() => attempt(channel));
        Assert.Equal(AccessRefused, (int?)channel.CloseReason?.ReplyCode);
    }

    /// <summary>A node as the AppHost started it before it had accounts: guest, virtual host <c>/</c>.</summary>
    private sealed class OldNode : IAsyncDisposable
    {
        // The name of the node is the AppHost's, for the data is found by it.
        private const string Run = """
            epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null & epmd=$!
            "$0" </dev/null & server=$!
            cat >/dev/null
            kill -TERM $server; wait $server; kill -KILL $epmd
            """;

        private readonly Process _process;

        private OldNode(Process process, int port)
        {
            _process = process;
            Address = new Uri($"amqp://guest:guest@127.0.0.1:{port}/");
        }

        public Uri Address { get; }

        public static OldNode Start(string folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "rabbitmq.conf"), "log.console = false\n");
            var port = LoopbackPorts.Pick();
            var start = new ProcessStartInfo("/bin/sh", ["-c", Run, PrivateRabbitMq.Find()!.Server])
            {
                RedirectStandardInput = true,
                WorkingDirectory = folder,
                Environment =
                {
                    ["HOME"] = folder,
                    ["RABBITMQ_NODENAME"] = "liwan@localhost",
                    ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
                    ["RABBITMQ_NODE_PORT"] = port.ToString(CultureInfo.InvariantCulture),
                    ["RABBITMQ_DIST_PORT"] = LoopbackPorts.Pick().ToString(CultureInfo.InvariantCulture),
                    ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
                    ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
                    ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
                    ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
                    ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
                    ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                    ["ERL_EPMD_PORT"] = LoopbackPorts.Pick().ToString(CultureInfo.InvariantCulture),
                    // No shell between, so that its signals reach the node.
                    ["RUNNING_UNDER_SYSTEMD"] = "true",
                },
            };
            return new OldNode(Process.Start(start)!, port);
        }

        public async ValueTask DisposeAsync()
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
