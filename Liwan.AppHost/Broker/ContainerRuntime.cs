using System.ComponentModel;
using System.Diagnostics;

namespace Liwan.AppHost.Broker;

/// <summary>The container runtime of the machine.</summary>
internal static class ContainerRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether a container would start: Aspire runs (our own orchestrator has no containers) and docker or podman answers. A
    /// client whose daemon is down does not count.
    /// </summary>
    public static bool IsHealthy() =>
        typeof(DistributedApplication).Assembly != typeof(ContainerRuntime).Assembly && (Answers("docker") || Answers("podman"));

    private static bool Answers(string runtime)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(runtime, ["container", "ls", "-n", "1"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            if (process is null)
            {
                return false;
            }

            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return false;
            }

            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
