using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Liwan.AppHost.Local;

/// <summary>Carries out the commands about a cluster that runs, or is to run on by itself.</summary>
internal sealed class ClusterControl(ClusterCommand command, string folder, TextWriter output, TextWriter error)
{
    /// <summary>Exit code where everything is as asked for.</summary>
    public const int Ok = 0;

    /// <summary>Exit code where the cluster runs, but not all of it is up, or the command was refused.</summary>
    public const int NotAsAsked = 1;

    /// <summary>Exit code where no cluster runs on the data folder.</summary>
    public const int NotRunning = 3;

    private const int SigTerm = 15;
    private const string LogName = "apphost.log";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    private string LogFile => Path.Combine(folder, LogName);

    /// <summary>Carries the command out.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync() => command switch
    {
        { Verb: ClusterCommand.Detach } => await DetachAsync(),
        { Verb: ClusterCommand.Status } => ShowStatus(),
        { Verb: ClusterCommand.Stop, Resource: null } => await StopAsync(),
        _ => await AskAsync(),
    };

    private int ShowStatus()
    {
        if (Running() is not { } file)
        {
            if (command.AsJson)
            {
                output.WriteLine(new JsonObject { ["state"] = "NotRunning", ["dataFolder"] = folder }.ToJsonString());
            }
            else
            {
                error.WriteLine(NoCluster);
            }

            return NotRunning;
        }

        if (command.AsJson)
        {
            output.WriteLine(file.ToJsonString(new() { WriteIndented = true }));
        }
        else
        {
            output.WriteLine($"{(string?)file["state"]}, process {(int?)file["pid"]}, since {(DateTimeOffset?)file["startedAt"]:u}, data in {folder}");
            if ((string?)file["operatorPage"]?["url"] is { } page)
            {
                output.WriteLine($"operator page: {page}");
            }

            foreach (var resource in file["resources"]!.AsArray())
            {
                var addresses = string.Join("  ", resource!["endpoints"]!.AsObject().Select(address => $"{address.Key} {address.Value}"));
                output.WriteLine($"  {(string?)resource["name"],-24} {(string?)resource["state"],-10} {(int?)resource["pid"],-8} {(string?)resource["message"] ?? addresses}".TrimEnd());
            }
        }

        return (string?)file["state"] == "Running" ? Ok : NotAsAsked;
    }

    private async Task<int> StopAsync()
    {
        if (Running() is not { } file)
        {
            error.WriteLine(NoCluster);
            return NotRunning;
        }

        var pid = (int)file["pid"]!;
        Signal(pid);
        var started = Stopwatch.GetTimestamp();
        // One that has ended may be held by whoever started it.
        while (IsAlive(pid) && Running() is not null)
        {
            if (Stopwatch.GetElapsedTime(started) > StopLimit)
            {
                error.WriteLine($"The AppHost, process {pid}, has not ended within {StopLimit.TotalSeconds:0} s.");
                return NotAsAsked;
            }

            await Task.Delay(Interval);
        }

        output.WriteLine($"stopped after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        return Ok;
    }

    private async Task<int> AskAsync()
    {
        var answer = await ControlSocket.AskAsync(folder, command.Verb, command.Resource!);
        if (answer is null)
        {
            error.WriteLine(NoCluster);
            return NotRunning;
        }

        if (answer != ControlSocket.Done)
        {
            error.WriteLine(answer);
            return NotAsAsked;
        }

        output.WriteLine($"{command.Verb} {command.Resource}: begun; --status shows how it goes");
        return Ok;
    }

    /// <summary>Starts an AppHost that outlives this one, and the shell, and waits until its cluster is up.</summary>
    private async Task<int> DetachAsync()
    {
        if (Running() is { } other)
        {
            error.WriteLine($"A cluster is already running on {folder}, process {(int?)other["pid"]}; --stop stops it.");
            return NotAsAsked;
        }

        Directory.CreateDirectory(folder);
        using var starter = StartDetached();
        await starter.WaitForExitAsync();
        var started = Stopwatch.GetTimestamp();
        // Long enough for the slowest start; a refusal is told as soon as its process is gone.
        while (Stopwatch.GetElapsedTime(started) < StartLimit)
        {
            await Task.Delay(Interval);
            if (Running() is { } file && (string?)file["state"] == "Running")
            {
                output.WriteLine($"up after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, process {(int?)file["pid"]}; it writes to {LogFile}; --status shows it, --stop stops it");
                return Ok;
            }

            if (File.Exists(PidFile) && int.TryParse(await File.ReadAllTextAsync(PidFile), out var pid) && !IsAlive(pid))
            {
                error.WriteLine($"The AppHost has ended. What it wrote last, of {LogFile}:");
                foreach (var line in File.ReadLines(LogFile).TakeLast(20))
                {
                    error.WriteLine($"  {line}");
                }

                return NotAsAsked;
            }
        }

        error.WriteLine($"Not all is up after {StartLimit.TotalSeconds:0} s; it goes on trying. See {LogFile} and --status.");
        return NotAsAsked;
    }

    private string PidFile => Path.Combine(folder, "apphost.pid");

    private Process StartDetached()
    {
        if (!File.Exists("/bin/sh"))
        {
            throw new DistributedApplicationException("--detach needs a Unix shell; run the AppHost as a service of the system instead.");
        }

        File.Delete(PidFile);
        // A session of its own where there is setsid: closing the terminal does not reach it.
        var session = File.Exists("/usr/bin/setsid") ? "setsid " : "nohup ";
        var start = new ProcessStartInfo("/bin/sh", [
            "-c", $"log=$1; pid=$2; shift 2; {session}\"$@\" </dev/null >>\"$log\" 2>&1 & echo $! >\"$pid\"", "detach", LogFile, PidFile,
            DotnetHost.Path, Environment.GetCommandLineArgs()[0], .. command.Settings,
        ]);
        return Process.Start(start)!;
    }

    private string NoCluster => $"No cluster is running on {folder}.";

    /// <summary>The state of the cluster; null where none runs.</summary>
    private JsonNode? Running()
    {
        try
        {
            var file = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "cluster.json")));
            return file is not null && (string?)file["state"] != "Stopped" && (int?)file["pid"] is { } pid && IsAlive(pid) ? file : null;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Signal(int pid)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new DistributedApplicationException("--stop needs signals, which Windows has not; use Ctrl-C.");
        }

        _ = SendSignal(pid, SigTerm);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
