using Liwan.ApiDocs.Contracts;
using Liwan.ApiDocs.Events;
using Liwan.ApiDocs.OpenApi;
using Liwan.ApiDocs.Pages;

namespace Liwan.ApiDocs;

/// <summary>The files that are made from the contracts and the error catalogue: same input, same bytes.</summary>
internal static class GeneratedFiles
{
    /// <summary>What renews the files.</summary>
    public const string Command = "dotnet run --project tools/Liwan.ApiDocs";

    /// <summary>Every file, its path relative to the root of the source tree.</summary>
    public static IReadOnlyList<(string Path, string Text)> All()
    {
        var contracts = ContractSet.Load();
        return
        [
            ("docs/api.md", ApiPage.Write(contracts)),
            .. contracts.Packages
                .Where(package => package.Methods.Any(method => method.Routes.Count > 0))
                .Select(package => ($"docs/openapi/{package.ShortName}.json", OpenApiDocument.Write(package))),
            .. EventSchema.Events(contracts).Select(message => ($"docs/events/{message.Name}.schema.json", EventSchema.Write(message))),
        ];
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
}
