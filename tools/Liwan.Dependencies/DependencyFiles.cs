using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Liwan.Dependencies;

/// <summary>
/// The files that are made from the lock files: same input, same bytes. They are checked in, so that a change of what the suite depends on shows in review,
/// with its licence, and the bill of materials of a commit is there without building it.
/// </summary>
internal static class DependencyFiles
{
    /// <summary>What renews the files.</summary>
    public const string Command = "dotnet run --project tools/Liwan.Dependencies";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every file, its path relative to the root of the source tree.</summary>
    public static IReadOnlyList<(string Path, string Text)> All(string root)
    {
        var dependencies = LockFiles.Read(root);
        return [("docs/dependencies.md", WritePage(dependencies)), ("docs/sbom.cdx.json", WriteSbom(dependencies))];
    }

    /// <summary>The root of the source tree that a folder lies in.</summary>
    public static string FindRoot(string folder)
    {
        for (var candidate = new DirectoryInfo(folder); candidate is not null; candidate = candidate.Parent)
        {
            if (File.Exists(Path.Combine(candidate.FullName, "Liwan.Platform.sln")))
            {
                return candidate.FullName;
            }
        }

        throw new DirectoryNotFoundException($"Liwan.Platform.sln is in no folder above {folder}.");
    }

    private static string WritePage(IReadOnlyList<Dependency> dependencies)
    {
        var page = new StringBuilder();
        page.Append($"# Dependencies\n\nMade by `{Command}` from the lock files; a test fails when this is stale, or when a licence is not permissive. The bill of materials is [sbom.cdx.json](sbom.cdx.json) (CycloneDX 1.6).\n");
        page.Append("\n`Microsoft.Data.SqlClient.SNI.runtime` is the one package without an open licence: Microsoft's terms allow its redistribution, and only Windows loads it.\n");
        page.Append("\n## Asked for by name\n\n| Package | Version | Licence | Runs in production | What for |\n|---|---|---|---|---|\n");
        foreach (var dependency in dependencies.Where(dependency => dependency.IsDirect))
        {
            page.Append($"| {dependency.Name} | {dependency.Version} | {dependency.Licence} | {(dependency.IsShipped ? "yes" : "no")} | {Purposes.Of(dependency.Name)} |\n");
        }

        page.Append("\n## Come with them\n\n| Package | Version | Licence | Runs in production |\n|---|---|---|---|\n");
        foreach (var dependency in dependencies.Where(dependency => !dependency.IsDirect))
        {
            page.Append($"| {dependency.Name} | {dependency.Version} | {dependency.Licence} | {(dependency.IsShipped ? "yes" : "no")} |\n");
        }

        return page.ToString();
    }

    // Without time and serial number, which CycloneDX leaves open: they would differ each time.
    private static string WriteSbom(IReadOnlyList<Dependency> dependencies) => JsonSerializer.Serialize(
        new Dictionary<string, object>
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new Dictionary<string, object>
            {
                ["component"] = new Dictionary<string, object> { ["type"] = "application", ["bom-ref"] = "liwan-platform", ["name"] = "Liwan.Platform" },
            },
            ["components"] = dependencies.Select(Component).ToList(),
        },
        Indented) + "\n";

    private static Dictionary<string, object> Component(Dependency dependency)
    {
        var component = new Dictionary<string, object>
        {
            ["type"] = "library",
            ["bom-ref"] = dependency.Purl,
            ["name"] = dependency.Name,
            ["version"] = dependency.Version,
            ["scope"] = dependency.IsShipped ? "required" : "excluded",
            ["licenses"] = new[] { Licence(dependency.Licence) },
            ["purl"] = dependency.Purl,
        };
        if (dependency.Hash is { } hash)
        {
            component["hashes"] = new[] { new Dictionary<string, string> { ["alg"] = hash.Algorithm, ["content"] = hash.Digits } };
        }

        return component;
    }

    private static Dictionary<string, object> Licence(string licence) => licence switch
    {
        _ when licence.Contains(' ', StringComparison.Ordinal) => new() { ["expression"] = licence },
        _ when licence.StartsWith("LicenseRef-", StringComparison.Ordinal) => new() { ["license"] = new Dictionary<string, string> { ["name"] = licence["LicenseRef-".Length..] } },
        _ => new() { ["license"] = new Dictionary<string, string> { ["id"] = licence } },
    };
}
