using Liwan.OperatorPage.Cluster;

namespace Liwan.OperatorPage.Tests;

/// <summary>A page with its receivers on free ports, and a cluster that the test says what it does.</summary>
internal sealed class RunningPage : IAsyncDisposable
{
    private readonly OperatorPageServer _server;
    private readonly List<string> _problems;

    private RunningPage(OperatorPageServer server, ScriptedCluster cluster, List<string> problems)
    {
        _server = server;
        _problems = problems;
        Cluster = cluster;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{server.PageAddress.Port}") };
        Otlp = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{server.OtlpHttpAddress.Port}") };
    }

    public ScriptedCluster Cluster { get; }

    public OperatorPageServer Server => _server;

    /// <summary>Asks the page, without following redirections and without cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>Asks the receiver over HTTP.</summary>
    public HttpClient Otlp { get; }

    /// <summary>The receiver over gRPC.</summary>
    public Uri GrpcAddress => new($"http://127.0.0.1:{_server.OtlpGrpcAddress.Port}");

    public static async Task<RunningPage> StartAsync(Func<OperatorPageOptions, OperatorPageOptions>? configure = null)
    {
        var problems = new List<string>();
        var cluster = new ScriptedCluster();
        var options = new OperatorPageOptions
        {
            PagePort = 0,
            OtlpGrpcPort = 0,
            OtlpHttpPort = 0,
            LivePace = TimeSpan.FromMilliseconds(20),
            OnProblem = problem =>
            {
                lock (problems)
                {
                    problems.Add(problem);
                }
            },
        };
        var server = await OperatorPageServer.StartAsync(configure?.Invoke(options) ?? options, cluster, TimeProvider.System);
        return new RunningPage(server, cluster, problems);
    }

    /// <summary>Ends the page, and fails if it logged anything a test did not expect.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Otlp.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(_problems);
    }
}

/// <summary>A cluster of which a test says what it does.</summary>
internal sealed class ScriptedCluster : IClusterView
{
    public event Action? Changed;

    public List<ResourceSnapshot> Listed { get; } = [];

    public Dictionary<string, List<ConsoleLine>> Console { get; } = [];

    /// <summary>The commands that were given, such as <c>stop reports</c>.</summary>
    public List<string> Commands { get; } = [];

    public IReadOnlyList<ResourceSnapshot> Resources => Listed;

    public void Change(Action change)
    {
        change();
        Changed?.Invoke();
    }

    public IReadOnlyList<ConsoleLine>? ReadConsole(string resource, long after)
    {
        if (!Console.TryGetValue(resource, out var lines))
        {
            return null;
        }

        lock (lines)
        {
            return [.. lines.Where(line => line.Number > after)];
        }
    }

    public Task<CommandOutcome> StartAsync(string resource, CancellationToken cancellationToken) => Note($"start {resource}");

    public Task<CommandOutcome> StopAsync(string resource, CancellationToken cancellationToken) => Note($"stop {resource}");

    public Task<CommandOutcome> RestartAsync(string resource, CancellationToken cancellationToken) => Note($"restart {resource}");

    private Task<CommandOutcome> Note(string command)
    {
        Commands.Add(command);
        return Task.FromResult(CommandOutcome.Accepted);
    }
}
