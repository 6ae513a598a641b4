using System.Runtime.InteropServices;

namespace Liwan.AppHost.Local;

/// <summary>The <c>dotnet</c> program of the runtime the AppHost itself runs on.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        // .../shared/Microsoft.NETCore.App/10.0.0/
        var beside = System.IO.Path.GetFullPath(
            System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(beside) ? beside : "dotnet";
    }
}
