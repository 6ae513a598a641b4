using System.Xml.Linq;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.ApiDocs.Contracts;

/// <summary>What the comments of the error catalogue say: when an error comes, and which values it carries.</summary>
internal static class CatalogueComments
{
    private const string ValuesMark = " Values: ";

    private static readonly Dictionary<string, string> Summaries = Read();

    /// <summary>When the error comes.</summary>
    public static string Meaning(ErrorDefinition entry) => Summaries[entry.Reason].Split(ValuesMark)[0];

    /// <summary>The keys of <c>ErrorInfo.metadata</c>, each with what it holds where that needs saying.</summary>
    public static IReadOnlyList<string> Values(ErrorDefinition entry)
    {
        var named = Summaries[entry.Reason].Split(ValuesMark) is [_, var values] ? values.TrimEnd('.').Split(", ") : [];
        IEnumerable<string> field = entry.English.Contains("{field}", StringComparison.Ordinal) ? ["field"] : [];
        return [.. field.Concat(named.Where(value => value is not ("none" or "field")))];
    }

    private static Dictionary<string, string> Read()
    {
        var members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Liwan.ServiceDefaults.xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => string.Join(' ', ((string?)member.Element("summary") ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return typeof(ErrorCatalogue).GetFields().ToDictionary(
            field => ((ErrorDefinition)field.GetValue(null)!).Reason,
            field => members[$"F:{typeof(ErrorCatalogue).FullName}.{field.Name}"]);
    }
}
