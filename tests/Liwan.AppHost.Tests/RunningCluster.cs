using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Liwan.AppHost.Tests;

/// <summary>An AppHost of test services in a process of its own, on a folder and on ports of its own.</summary>
internal sealed class RunningCluster : IDisposable
{
    public const int SigTerm = 15;
    public const int SigKill = 9;

    // Starting takes about a second here; the limit is for a machine that does ten other things.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new();

    // Every process of the cluster inherits it, also one that left its process group, and /proc shows it.
    private readonly string _mark;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly bool _ownsFolder;
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;

    private RunningCluster(Process process, string mark, string folder, bool ownsFolder)
    {
        _process = process;
        _mark = mark;
        Folder = folder;
        _ownsFolder = ownsFolder;
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Folder { get; }

    public string TraceFile => Path.Combine(Folder, "trace");

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts the AppHost with settings such as <c>Test:Services=a,b:a</c>.</summary>
    public static RunningCluster Start(params string[] settings) => StartIn(null, settings);

    public static RunningCluster StartIn(string? folder, params string[] settings)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "Liwan.AppHost.Tests.Cluster.dll");
        return StartWith([assembly], folder, settings);
    }

    /// <summary>Starts the AppHost through <c>dotnet run</c>.</summary>
    public static RunningCluster StartThroughDotnetRun(params string[] settings)
    {
        var source = Repository.Path("tests/Liwan.AppHost.Tests.Cluster");
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        return StartWith(["run", "--no-build", "--configuration", configuration, "--project", source, "--"], null, settings);
    }

    /// <summary>Waits until <c>cluster.json</c> is as wanted.</summary>
    public async Task<JsonObject> WaitForAsync(Func<JsonObject, bool> wanted, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            if (ReadFile() is { } file && wanted(file))
            {
                return file;
            }

            if (_process.HasExited)
            {
                throw new InvalidOperationException($"The AppHost ended with {_process.ExitCode} while the test waited for: {what}\n{Output}");
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}\n{ReadFile()}\n{Output}");
    }

    public Task<JsonObject> WaitUntilUpAsync() => WaitForAsync(file => (string?)file["state"] == "Running", "all up");

    public Task<JsonObject> WaitForStateAsync(string resource, string state) =>
        WaitForAsync(file => (string?)Resource(file, resource)["state"] == state, $"{resource} is {state}");

    public static JsonObject Resource(JsonObject file, string name) =>
        file["resources"]!.AsArray().Select(resource => resource!.AsObject()).Single(resource => (string?)resource["name"] == name);

    public static async Task<JsonObject> EnvironmentOfAsync(JsonObject file, string resource)
    {
        var url = (string)Resource(file, resource)["endpoints"]!["http"]!;
        return JsonNode.Parse(await Http.GetStringAsync($"{url}/environment"))!.AsObject();
    }

    public static async Task SayAsync(JsonObject file, string resource, string text)
    {
        var url = (string)Resource(file, resource)["endpoints"]!["http"]!;
        using var content = new StringContent(text);
        using var response = await Http.PostAsync($"{url}/say", content);
        response.EnsureSuccessStatusCode();
    }

    public async Task WaitForOutputAsync(Func<string, bool> wanted, string what) =>
        await ConditionAsync(() => wanted(Output), Patience, what);

    public void Signal(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    public static void Signal(int pid, int signal) => Assert.Equal(0, SendSignal(pid, signal));

    /// <summary>Waits for the end of the AppHost.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        using var patience = new CancellationTokenSource(limit);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Asserts that within the limit no process of the cluster is left.</summary>
    public async Task AssertNothingLeftAsync(TimeSpan limit) =>
        await ConditionAsync(() => Survivors().Count == 0, limit, "no process left", () => string.Join('\n', Survivors()));

    /// <summary>The command lines of the cluster's processes. One that has ended and waits to be fetched is not among them.</summary>
    public List<string> Survivors() =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit))
            .Where(folder => Read($"{folder}/environ")?.Contains(_mark, StringComparison.Ordinal) == true)
            .Select(folder => Path.GetFileName(folder) + " " + Read($"{folder}/cmdline")?.Replace('\0', ' '))];

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static RunningCluster StartWith(string[] command, string? folder, string[] settings)
    {
        var ownFolder = folder ?? Directory.CreateTempSubdirectory("liwan-apphost-").FullName;
        var mark = Guid.NewGuid().ToString("N");
        string[] defaults =
        [
            $"--Cluster:DataFolder={ownFolder}",
            $"--Test:Trace={Path.Combine(ownFolder, "trace")}",
            .. settings.Any(setting => setting.StartsWith("Cluster:Ports=", StringComparison.Ordinal)) ? Array.Empty<string>() : ["--Cluster:Ports=dynamic"],
        ];
        var start = new ProcessStartInfo("dotnet", [.. command, .. defaults, .. settings.Select(setting => "--" + setting)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LIWAN_TEST_MARK"] = mark },
        };
        return new RunningCluster(Process.Start(start)!, $"LIWAN_TEST_MARK={mark}", ownFolder, ownsFolder: folder is null);
    }

    private static async Task ConditionAsync(Func<bool> holds, TimeSpan limit, string what, Func<string>? details = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}\n{details?.Invoke()}");
            }

            await Task.Delay(20);
        }
    }

    /// <summary>The file of this run; one that an earlier run on the same folder left behind does not count.</summary>
    private JsonObject? ReadFile() =>
        Read(Path.Combine(Folder, "cluster.json")) is { } text && JsonNode.Parse(text)!.AsObject() is var file
        && (DateTimeOffset)file["startedAt"]! > _started ? file : null;

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
