using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Liwan.AppHost.Local;

/// <summary>
/// A process that does not outlive the AppHost, however the AppHost ends, and neither do the processes it starts itself.
/// </summary>
/// <remarks>
/// On Unix it leads a process group, in a session of its own where <c>setsid</c> exists (Linux), with a guard in that group: a
/// shell that reads a pipe only the AppHost holds the other end of. When the pipe closes, because the AppHost closed it or is
/// no more, the guard kills the group. Without <c>setsid</c> (macOS) the guard kills the process alone, not its children. On
/// Windows there is no guard: the processes end with an orderly stop only.
/// </remarks>
internal sealed class ChildProcess : IDisposable
{
    // The guard runs beside the process, not above it: pid, signals and exit code stay those of the process itself.
    private const string GuardScript =
        """
        exec 3<&0 </dev/null
        ( read -r _ <&3; kill -KILL -- -$$ || kill -KILL $$ ) >/dev/null 2>&1 &
        exec 3<&-
        exec "$@"
        """;

    private const int SigKill = 9;
    private const int SigTerm = 15;
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;

    private ChildProcess(Process process, Action<string> onLine)
    {
        _process = process;
        var output = Task.WhenAll(
            OutputLines.ForEachAsync(process.StandardOutput, onLine),
            OutputLines.ForEachAsync(process.StandardError, onLine));
        Exited = WaitAsync(output);
    }

    public int Id => _process.Id;

    /// <summary>Ends with the exit code, once nothing is left of the process and its output has been read.</summary>
    public Task<int> Exited { get; }

    /// <summary>Starts a process without standard input.</summary>
    /// <exception cref="DistributedApplicationException">The program cannot be started.</exception>
    public static ChildProcess Start(
        string command, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string, string> environment, Action<string> onLine)
    {
        var guard = OperatingSystem.IsWindows() ? [] : GuardCommand(environment);
        string[] line = [.. guard, command, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return new ChildProcess(Process.Start(start)!, onLine);
        }
        catch (Win32Exception error)
        {
            throw new DistributedApplicationException($"'{command}' cannot be started in {workingDirectory}: {error.Message}", error);
        }
    }

    /// <summary>Asks the process to end. What it does about its own children is its own affair.</summary>
    public void Terminate()
    {
        if (OperatingSystem.IsWindows())
        {
            Kill();
        }
        else if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, SigTerm);
        }
    }

    /// <summary>Ends the process and all it started, at once.</summary>
    public void Kill()
    {
        _process.StandardInput.Close();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: OperatingSystem.IsWindows());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static IEnumerable<string> GuardCommand(IReadOnlyDictionary<string, string> environment)
    {
        string[] session = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        if (File.Exists("/bin/bash"))
        {
            return [.. session, "/bin/bash", "-c", GuardScript, "guard"];
        }

        // Other shells drop variables whose names they could not use themselves, such as ConnectionStrings__reports-db.
        var dropped = environment.Where(variable => variable.Key.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'));
        return [.. session, "/bin/sh", "-c", GuardScript, "guard", "/usr/bin/env", .. dropped.Select(variable => $"{variable.Key}={variable.Value}")];
    }

    private async Task<int> WaitAsync(Task output)
    {
        await _process.WaitForExitAsync();
        // Ends what the process has left behind and the guard, which until now has kept the group's number from being given anew.
        if (!OperatingSystem.IsWindows())
        {
            _ = SendSignal(-_process.Id, SigKill);
        }

        _process.StandardInput.Close();
        await Task.WhenAny(output, Task.Delay(OutputPatience));
        return _process.ExitCode;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int processId, int signal);
}
