using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Grpc.Net.Client;
using Liwan.Testing;
using Xunit.Sdk;

namespace Liwan.Cluster.Tests;

/// <summary>A whole cluster, started as an operator starts it: by the AppHost, on free ports, in a folder of its own.</summary>
internal sealed class ClusterProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder;
    private readonly Process _appHost;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();
    private string _token = string.Empty;

    private ClusterProcess(TemporaryFolder folder, Process appHost)
    {
        _folder = folder;
        _appHost = appHost;
    }

    /// <summary>What the AppHost wrote about the cluster; the CLI reads it too.</summary>
    public string ClusterFile => _folder.File("cluster.json");

    /// <summary>A file of the cluster's data folder.</summary>
    public string DataFile(string name) => _folder.File(name);

    /// <summary>All that the cluster printed.</summary>
    public string Output => string.Join('\n', _output);

    public static async Task<ClusterProcess> StartAsync(IReadOnlyDictionary<string, string?> environment)
    {
        var folder = new TemporaryFolder();
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SolutionPaths.Root,
            // The shortest delay: the kills of a test follow each other, and each doubles it.
            ArgumentList = { SolutionPaths.AppHost, $"--Cluster:DataFolder={folder.Path}", "--Cluster:Ports=dynamic", "--Cluster:RestartDelay=0.01" },
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var cluster = new ClusterProcess(folder, new Process { StartInfo = start });
        cluster._appHost.OutputDataReceived += (_, line) => cluster.Keep(line.Data);
        cluster._appHost.ErrorDataReceived += (_, line) => cluster.Keep(line.Data);
        cluster._appHost.Start();
        cluster._appHost.BeginOutputReadLine();
        cluster._appHost.BeginErrorReadLine();
        try
        {
            await cluster.WaitUntilRunningAsync();
            var liwan = new LiwanCommand(cluster);
            await liwan.LogInAsync();
            cluster._token = await liwan.TokenAsync();
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return cluster;
    }

    /// <summary>Waits until every service is ready for work.</summary>
    public Task WaitUntilRunningAsync() => Wait.UntilAsync(
        "every service of the cluster is running",
        () => _appHost.HasExited
            ? throw new XunitException($"The AppHost ended with exit code {_appHost.ExitCode}.\n{Output}")
            : IsRunning("departments") && IsRunning("budgets") && IsRunning("taskindicators") && IsRunning("reports"),
        StartLimit);

    /// <summary>A channel to a service's gRPC endpoint, for somebody who may do what people may do.</summary>
    public GrpcChannel Channel(string service) => _channels.GetOrAdd(service, name => TestTokens.Channel(Endpoint(name, "grpc"), _token));

    /// <summary>Where a service listens.</summary>
    public Uri Endpoint(string service, string name) => new(Resource(service).GetProperty("endpoints").GetProperty(name).GetString()!);

    /// <summary>The process of a service.</summary>
    public int Pid(string service) => Resource(service).GetProperty("pid").GetInt32();

    /// <summary>Kills a service's process as a power cut would; the AppHost starts it again.</summary>
    public void Kill(string service)
    {
        using var process = Process.GetProcessById(Pid(service));
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }

        if (!_appHost.HasExited)
        {
            using var terminate = Process.Start("kill", ["-TERM", $"{_appHost.Id}"]);
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await _appHost.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _appHost.Kill(entireProcessTree: true);
                throw new XunitException($"The cluster did not stop within {StopLimit.TotalSeconds} s of SIGTERM.\n{Output}");
            }
        }

        _appHost.Dispose();
        _folder.Dispose();
    }

    private bool IsRunning(string service) =>
        File.Exists(ClusterFile) && TryResource(service) is { } resource && resource.GetProperty("state").GetString() == "Running";

    private JsonElement Resource(string service) =>
        TryResource(service) ?? throw new XunitException($"cluster.json does not know {service}.");

    private JsonElement? TryResource(string service)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(ClusterFile));
        var found = json.RootElement.GetProperty("resources").EnumerateArray().FirstOrDefault(resource => resource.GetProperty("name").GetString() == service);
        return found.ValueKind == JsonValueKind.Undefined ? null : found.Clone();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
