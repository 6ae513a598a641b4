namespace Liwan.Browser.Tests;

/// <summary>What the tests of this project need of the machine.</summary>
internal static class InstalledBrowser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>The browser's program; null where there is none.</summary>
    public static string? Path { get; } = Names
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator).Select(folder => System.IO.Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    /// <summary>axe-core, which eng/lint-protos.sh restores beside buf; null where it is missing.</summary>
    public static string? Axe { get; } = Find(System.IO.Path.Combine("eng", "node_modules", "axe-core", "axe.min.js"));

    private static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = System.IO.Path.Combine(folder.FullName, file);
            if (File.Exists(found))
            {
                return found;
            }
        }

        return null;
    }
}

/// <summary>A test in a real browser, with axe-core at hand; skipped with the reason where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() =>
        Skip = InstalledBrowser.Path is null ? "there is no chromium on this machine"
            : InstalledBrowser.Axe is null ? "axe-core is missing: npm install in eng/ restores it"
            : null;
}
