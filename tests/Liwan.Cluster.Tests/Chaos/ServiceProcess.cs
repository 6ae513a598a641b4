using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Liwan.Testing;

namespace Liwan.Cluster.Tests.Chaos;

/// <summary>One service of the suite as a process of its own, on ports that stay the same, which is killed and started again.</summary>
/// <param name="name">The name of the service, such as <c>reports</c>.</param>
/// <param name="settings">Its settings, such as <c>--environment=Development</c>; shells lose variables whose names have a hyphen.</param>
internal sealed class ServiceProcess(string name, IReadOnlyList<string> settings) : IAsyncDisposable
{
    private const int KeptLines = 40;

    // The pipe to its standard input closes when this process dies, even by SIGKILL; then it ends the service too.
    private const string Wrapper = """
        exec 3<&0; "$@" </dev/null 3<&- & service=$!; echo $service; cat <&3 >/dev/null; kill -KILL $service
        """;

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _wrapper;
    private int _pid;

    public string Name => name;

    public int GrpcPort { get; } = FreePort();

    /// <summary>The last lines that the service wrote.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>A port that nobody listens on at the moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Brings the service's database to the schema of this build.</summary>
    public async Task MigrateAsync()
    {
        await LaunchAsync("--migrate");
        await Wait.UntilAsync($"{name} has migrated", () => !IsRunning());
        await StopAsync();
    }

    /// <summary>Starts the service and waits until it listens.</summary>
    /// <param name="further">Settings of this start only.</param>
    public async Task StartAsync(params string[] further)
    {
        await LaunchAsync(further);
        await Wait.UntilAsync($"{name} listens; it wrote:\n{Output}", IsListeningAsync, TimeSpan.FromMinutes(1));
    }

    /// <summary>Kills the service as a power cut would.</summary>
    public async Task KillAsync()
    {
        using (var service = Process.GetProcessById(_pid))
        {
            service.Kill();
            await service.WaitForExitAsync();
        }

        await StopAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task LaunchAsync(params string[] further)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Wrapper, "sh", "dotnet", SolutionPaths.Service(name), $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{GrpcPort}", .. settings, .. further])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _wrapper = Process.Start(start)!;
        _pid = int.Parse((await _wrapper.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        _ = KeepAsync(_wrapper.StandardOutput);
        _ = KeepAsync(_wrapper.StandardError);
    }

    private async Task StopAsync()
    {
        if (_wrapper is { } wrapper)
        {
            _wrapper = null;
            wrapper.StandardInput.Close();
            await wrapper.WaitForExitAsync();
            wrapper.Dispose();
        }
    }

    private bool IsRunning()
    {
        try
        {
            using var service = Process.GetProcessById(_pid);
            return !service.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task<bool> IsListeningAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, GrpcPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // A pipe that nobody reads fills up and stops the writer.
    private async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
            while (_output.Count > KeptLines)
            {
                _output.TryDequeue(out _);
            }
        }
    }
}
