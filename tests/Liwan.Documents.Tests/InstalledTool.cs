using System.Diagnostics;

namespace Liwan.Documents.Tests;

/// <summary>A theory that asks a program of the system for its opinion; shown as skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InstalledToolTheoryAttribute : TheoryAttribute
{
    public InstalledToolTheoryAttribute(string tool)
    {
        Tool = tool;
        Skip = InstalledTool.Exists(tool) ? null : $"{tool} is not installed";
    }

    public string Tool { get; }
}

internal static class InstalledTool
{
    public static bool Exists(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, tool)));

    /// <summary>Runs the tool on a file of these bytes, whose path takes the place of {file}.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string tool, byte[] file, params string[] arguments)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, file);
            var start = new ProcessStartInfo(tool, arguments.Select(argument => argument == "{file}" ? path : argument)) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, output);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
