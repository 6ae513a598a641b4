using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Liwan.Testing;

/// <summary>
/// A real RabbitMQ of a test's own: on loopback, on free ports, with its data in a temporary folder. It ends with the
/// test process, however that ends.
/// </summary>
public sealed class RabbitMqNode : IAsyncDisposable
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    // The pipe to its standard input closes when this process dies, even by SIGKILL; then it ends both of its children.
    private const string Wrapper = """
        epmd -address 127.0.0.1 -port "$ERL_EPMD_PORT" </dev/null & epmd=$!
        "$0" </dev/null & server=$!
        cat >/dev/null
        kill -TERM $server; wait $server; kill -KILL $epmd
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort();
    private readonly int _distributionPort = FreePort();
    private readonly int _epmdPort = FreePort();
    private readonly string _name = $"liwan-{Guid.NewGuid():N}@localhost";
    private Process? _process;

    private RabbitMqNode()
    {
    }

    /// <summary>Why no node can be started here; null if one can.</summary>
    public static string? Missing => File.Exists(Server) ? null : $"{Server} is not there: install rabbitmq-server to run this test.";

    /// <summary>Where clients connect, user and password included; the same after every start.</summary>
    public Uri AmqpUri => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    /// <summary>Starts a node and waits until it answers an AMQP handshake.</summary>
    public static async Task<RabbitMqNode> StartAsync()
    {
        var node = new RabbitMqNode();
        try
        {
            await node.StartAgainAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the node again, with the data it had.</summary>
    public async Task StartAgainAsync()
    {
        _process = Process.Start(StartInfo()) ?? throw new InvalidOperationException($"{Server} did not start.");
        _ = DrainAsync(_process.StandardOutput);
        _ = DrainAsync(_process.StandardError);
        var started = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || started.Elapsed > StartLimit)
            {
                throw new InvalidOperationException($"The RabbitMQ node does not answer after {started.Elapsed.TotalSeconds:F0} s. Its log ends:\n{LogEnd()}");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>Stops the node in order; its data stays.</summary>
    public async Task StopAsync()
    {
        if (_process is not { HasExited: false } process)
        {
            return;
        }

        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>Kills the node as a power cut would; its data stays as it is.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A pipe that nobody reads fills up and stops the writer.
    private static async Task DrainAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is not null)
        {
        }
    }

    private ProcessStartInfo StartInfo()
    {
        File.WriteAllText(_folder.File("rabbitmq.conf"), "cluster_name = liwan-test\n");
        File.WriteAllText(_folder.File("enabled_plugins"), "[].");
        var start = new ProcessStartInfo("/bin/sh", ["-c", Wrapper, Server])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        var environment = start.Environment;
        environment["HOME"] = _folder.Path;
        environment["RABBITMQ_NODENAME"] = _name;
        environment["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1";
        environment["RABBITMQ_NODE_PORT"] = $"{_port}";
        environment["RABBITMQ_DIST_PORT"] = $"{_distributionPort}";
        environment["RABBITMQ_MNESIA_BASE"] = _folder.File("data");
        environment["RABBITMQ_LOG_BASE"] = _folder.File("log");
        environment["RABBITMQ_CONFIG_FILE"] = _folder.File("rabbitmq.conf");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = _folder.File("enabled_plugins");
        environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}";
        environment["ERL_EPMD_PORT"] = $"{_epmdPort}";
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        // No shell between the wrapper and the node, so that its signals reach the node.
        environment["RUNNING_UNDER_SYSTEMD"] = "true";
        return start;
    }

    // An open port is not enough: the broker is ready when it starts to speak AMQP (the first frame is of type 1, METHOD).
    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port, limit.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\x09\x01"u8.ToArray(), limit.Token);
            var first = new byte[1];
            return await stream.ReadAsync(first, limit.Token) == 1 && first[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private string LogEnd()
    {
        var folder = new DirectoryInfo(_folder.File("log"));
        var newest = folder.Exists ? folder.GetFiles("*.log").MaxBy(file => file.LastWriteTimeUtc) : null;
        return newest is null ? "(no log)" : string.Join('\n', File.ReadLines(newest.FullName).TakeLast(20));
    }
}
