namespace Liwan.Cluster.Tests;

/// <summary>Where the programs of the suite lie beside this test.</summary>
internal static class SolutionPaths
{
    public static string Root { get; } = FindRoot();

    public static string AppHost => Program("Liwan.AppHost", "Liwan.AppHost.dll");

    public static string Cli => Program(Path.Combine("tools", "Liwan.Cli"), "liwan.dll");

    public static string Sample(string name) => Path.Combine(Root, "samples", $"{name}.json");

    /// <summary>The program of a service, such as <c>reports</c>.</summary>
    public static string Service(string name)
    {
        var project = name switch
        {
            "departments" => "Departments",
            "budgets" => "Budgets",
            "taskindicators" => "TaskIndicators",
            _ => "Reports",
        };
        return Program(Path.Combine("services", project, $"Liwan.{project}"), $"Liwan.{project}.dll");
    }

    private static string Program(string project, string dll)
    {
        // tests/Liwan.Cluster.Tests/bin/{configuration}/net10.0: the same configuration and framework over there.
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", framework.Parent!.Name, framework.Name, dll);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Liwan.Platform.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Liwan.Platform.sln is in no folder above this test.");
        }

        return folder.FullName;
    }
}
