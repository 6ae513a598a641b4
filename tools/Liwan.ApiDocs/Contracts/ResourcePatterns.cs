using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;

namespace Liwan.ApiDocs.Contracts;

/// <summary>The resource names of the suite, which give the stars of JSON paths their names.</summary>
internal sealed partial class ResourcePatterns
{
    private readonly IReadOnlyList<string[]> _patterns;

    private ResourcePatterns(IReadOnlyList<string[]> patterns) => _patterns = patterns;

    public static ResourcePatterns Of(IEnumerable<FileDescriptor> files) => new(
    [
        .. files.SelectMany(file => file.AllMessages())
            .Select(message => message.GetOptions()?.GetExtension(ResourceExtensions.Resource))
            .OfType<ResourceDescriptor>()
            .SelectMany(resource => resource.Pattern)
            .Select(pattern => pattern.Split('/')),
    ]);

    /// <summary>Names the stars of a path: <c>departments/*/budgets/*</c> gives <c>departments/{department}/budgets/{year}</c>.</summary>
    public string Name(string stars)
    {
        var segments = stars.Split('/');
        var known = _patterns.FirstOrDefault(pattern => pattern.Length >= segments.Length
            && segments.Select((segment, i) => segment == "*" ? Variable().IsMatch(pattern[i]) : segment == pattern[i]).All(fits => fits));
        return known is null
            ? throw new InvalidOperationException($"No resource has a name like '{stars}'; give its message a google.api.resource option.")
            : string.Join('/', known.Take(segments.Length));
    }

    [GeneratedRegex(@"^\{[a-z_]+\}$")]
    private static partial Regex Variable();
}
