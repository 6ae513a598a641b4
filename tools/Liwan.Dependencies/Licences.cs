using System.Xml.Linq;

namespace Liwan.Dependencies;

/// <summary>Under which licence a package is.</summary>
internal static class Licences
{
    /// <summary>What the suite may depend on; of an expression with OR one of them, with AND all.</summary>
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "OFL-1.1", "0BSD"];

    // Packages that carry a text instead of an expression, each read by a person.
    private static readonly Dictionary<string, string> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CommandLineParser 2.9.1"] = "MIT",
        ["Microsoft.DotNet.PlatformAbstractions 3.1.6"] = "MIT",
        ["xunit.abstractions 2.0.3"] = "Apache-2.0",
        [$"{NativeSqlClient} 7.1.0"] = MicrosoftTerms,
    };

    private const string NativeSqlClient = "Microsoft.Data.SqlClient.SNI.runtime";
    private const string MicrosoftTerms = "LicenseRef-Microsoft-Software-License-Terms";

    /// <summary>The licence that a package's nuspec names.</summary>
    /// <exception cref="InvalidOperationException">It names none; read it and enter it here.</exception>
    public static string OfNuspec(string name, string version, XDocument nuspec)
    {
        var licence = nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression"
            ? licence.Value
            : Read.GetValueOrDefault($"{name} {version}")
            ?? throw new InvalidOperationException($"{name} {version} names no licence expression: read its licence and enter it in {nameof(Licences)}.");
    }

    /// <summary>
    /// Whether the suite may depend on it. Two exceptions: the native part of SqlClient, whose terms allow redistribution and which only Windows
    /// loads; and axe-core, a test tool that is not shipped, whose copyleft is of its own files.
    /// </summary>
    public static bool IsAccepted(Dependency dependency) =>
        (dependency is { Name: NativeSqlClient, Licence: MicrosoftTerms })
        || (dependency is { Name: "axe-core", Licence: "MPL-2.0", IsShipped: false })
        || dependency.Licence.Split(" OR ").Any(choice => choice.Trim('(', ')').Split(" AND ").All(Permissive.Contains));
}
