namespace Liwan.Dependencies;

/// <summary>A package that something in the repository depends on.</summary>
/// <param name="Ecosystem"><c>nuget</c> or <c>npm</c>, as a package URL has it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that the lock files hold.</param>
/// <param name="Licence">An SPDX expression, or what stands in its place.</param>
/// <param name="Hash">What a lock file says of its content: algorithm as CycloneDX names it, and the digits; null if it says nothing.</param>
/// <param name="IsDirect">A project of ours asks for it by name.</param>
/// <param name="IsShipped">Something that runs in production holds it; the rest builds or tests.</param>
internal sealed record Dependency(string Ecosystem, string Name, string Version, string Licence, (string Algorithm, string Digits)? Hash, bool IsDirect, bool IsShipped)
{
    /// <summary>The package URL.</summary>
    public string Purl => $"pkg:{Ecosystem}/{Name.Replace("@", "%40", StringComparison.Ordinal)}@{Version}";
}
