using System.Text.Json;
using System.Xml.Linq;

namespace Liwan.Dependencies;

/// <summary>Reads every package that the lock files of the source tree hold.</summary>
internal static class LockFiles
{
    private static readonly string[] Shipped = ["Liwan.ServiceDefaults", "services", "shared-protos", "tools/Liwan.Cli"];

    /// <summary>All packages, by name and version.</summary>
    /// <param name="root">The root of the source tree.</param>
    /// <exception cref="FileNotFoundException">A package has not been restored.</exception>
    public static IReadOnlyList<Dependency> Read(string root) =>
    [
        .. Find(root, "packages*.lock.json").SelectMany(file => ReadNuget(file, IsShipped(root, file)))
            .Concat(Find(root, "package-lock.json").SelectMany(file => ReadNpm(file, IsShipped(root, file))))
            .GroupBy(dependency => dependency.Purl, StringComparer.Ordinal)
            .Select(same => same.First() with { IsDirect = same.Any(one => one.IsDirect), IsShipped = same.Any(one => one.IsShipped) })
            .OrderBy(dependency => dependency.Purl, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Find(string root, string pattern) => Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "node_modules" or "bin" or "obj" or ".cluster"))
        .Order(StringComparer.Ordinal);

    private static bool IsShipped(string root, string file) =>
        Shipped.Any(folder => Path.GetRelativePath(root, file).Replace('\\', '/').StartsWith($"{folder}/", StringComparison.Ordinal));

    private static IEnumerable<Dependency> ReadNuget(string file, bool isShipped)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var package in json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject()))
        {
            var kind = package.Value.GetProperty("type").GetString();
            if (kind == "Project")
            {
                continue;
            }

            var version = package.Value.GetProperty("resolved").GetString()!;
            var hash = Convert.ToHexStringLower(Convert.FromBase64String(package.Value.GetProperty("contentHash").GetString()!));
            yield return new Dependency("nuget", package.Name, version, Licences.OfNuspec(package.Name, version, Nuspec(package.Name, version)), ("SHA-512", hash), kind == "Direct", isShipped);
        }
    }

    private static XDocument Nuspec(string name, string version)
    {
        var folder = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var id = name.ToLowerInvariant();
        return XDocument.Load(Path.Combine(folder, id, version.ToLowerInvariant(), $"{id}.nuspec"));
    }

    private static IEnumerable<Dependency> ReadNpm(string file, bool isShipped)
    {
        const string folder = "node_modules/";
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var packages = json.RootElement.GetProperty("packages");
        var direct = packages.GetProperty("").EnumerateObject()
            .Where(member => member.Name is "dependencies" or "devDependencies")
            .SelectMany(member => member.Value.EnumerateObject().Select(package => package.Name))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var package in packages.EnumerateObject().Where(package => package.Name.StartsWith(folder, StringComparison.Ordinal)))
        {
            var name = package.Name[(package.Name.LastIndexOf(folder, StringComparison.Ordinal) + folder.Length)..];
            var integrity = package.Value.GetProperty("integrity").GetString()!.Split('-', 2);
            var hash = (integrity[0].Replace("sha", "SHA-", StringComparison.Ordinal), Convert.ToHexStringLower(Convert.FromBase64String(integrity[1])));
            yield return new Dependency(
                "npm", name, package.Value.GetProperty("version").GetString()!, package.Value.GetProperty("license").GetString()!, hash, direct.Contains(name), isShipped);
        }
    }
}
