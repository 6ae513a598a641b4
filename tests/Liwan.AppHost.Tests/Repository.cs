namespace Liwan.AppHost.Tests;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    public static string Path(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Liwan.Platform.sln")))
            {
                return System.IO.Path.Combine(folder.FullName, relative);
            }
        }

        throw new DirectoryNotFoundException($"No Liwan.Platform.sln above {AppContext.BaseDirectory}.");
    }
}
