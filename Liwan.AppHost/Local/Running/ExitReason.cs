namespace Liwan.AppHost.Local;

/// <summary>Puts an exit code into words.</summary>
internal static class ExitReason
{
    private const int KilledBySignal = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [2] = "SIGINT",
        [6] = "SIGABRT",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [15] = "SIGTERM",
    };

    public static string Describe(int exitCode) =>
        Signals.TryGetValue(exitCode - KilledBySignal, out var signal) ? $"ended by {signal}" : $"ended with exit code {exitCode}";
}
