namespace Liwan.AppHost.Local;

/// <summary>
/// Notices that the <c>dotnet run</c> which started the AppHost is gone. It passes signals on, but not a SIGKILL, and whoever
/// kills it means the cluster.
/// </summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Ends when that happens; never, where nobody can tell or the AppHost was started otherwise.</summary>
    public static async Task ParentGoneAsync(CancellationToken cancellationToken)
    {
        var parent = Parent();
        if (parent is null || !IsDotnetRun(parent))
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        while (Parent() == parent)
        {
            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static string? Parent()
    {
        // pid (name) state ppid ...; the name may hold anything, a closing bracket too.
        var status = Read("/proc/self/stat");
        return status?[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
    }

    private static bool IsDotnetRun(string pid) =>
        Read($"/proc/{pid}/cmdline")?.Split('\0') is [var program, .. var arguments]
        && Path.GetFileNameWithoutExtension(program) == "dotnet"
        && arguments.Contains("run");

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
}
