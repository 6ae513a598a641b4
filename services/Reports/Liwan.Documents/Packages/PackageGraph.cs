using System.Xml;
using System.Xml.Linq;

namespace Liwan.Documents.Packages;

/// <summary>The parts of a package that its root leads to, and the relationships that lead there by the shortest way.</summary>
/// <remarks>
/// The library follows relationships by recursion, so a long chain of parts would end the process. With relationships that
/// only lead from one level to the next, and few levels, it cannot. What leads outside is left out, so that nobody can
/// follow it, and so is what leads nowhere: editors write such targets, and one of them makes the library refuse a
/// document that every editor opens.
/// </remarks>
internal sealed class PackageGraph
{
    // Root, main part, sheets and headers, their drawings, and their pictures and charts: documents have no more.
    private const int MaxLevels = 6;

    private readonly Func<string, byte[]?> _read;
    private readonly Func<string, bool> _exists;
    private readonly Dictionary<string, int> _levels = new(StringComparer.OrdinalIgnoreCase) { [""] = 0 };
    private readonly Dictionary<string, byte[]> _relationships = new(StringComparer.OrdinalIgnoreCase);

    private PackageGraph(Func<string, byte[]?> read, Func<string, bool> exists)
    {
        _read = read;
        _exists = exists;
    }

    /// <summary>The parts that the root leads to.</summary>
    public IEnumerable<string> Parts => _levels.Keys.Where(part => part.Length > 0);

    /// <summary>The relationships that are left, by the names of their parts.</summary>
    public IReadOnlyDictionary<string, byte[]> Relationships => _relationships;

    /// <summary>Follows the relationships of a package, which <paramref name="read"/> gives by the names of their parts.</summary>
    public static PackageGraph Follow(Func<string, byte[]?> read, Func<string, bool> exists)
    {
        var graph = new PackageGraph(read, exists);
        var sources = new Queue<string>([""]);
        while (sources.TryDequeue(out string? source))
        {
            if (graph._levels[source] < MaxLevels)
            {
                graph.Follow(source, sources);
            }
        }

        return graph;
    }

    private void Follow(string source, Queue<string> sources)
    {
        int slash = source.LastIndexOf('/') + 1;
        string name = $"{source[..slash]}_rels/{source[slash..]}.rels";
        if (_read(name) is not { } bytes)
        {
            return;
        }

        XDocument document = Load(bytes);
        var folder = new Uri("package:///" + Uri.EscapeDataString(source[..slash]).Replace("%2F", "/", StringComparison.Ordinal));
        foreach (XElement relationship in document.Root!.Elements().ToList())
        {
            if (Target(folder, relationship) is not { } target || !LeadsDown(source, target, sources))
            {
                relationship.Remove();
            }
        }

        using var output = new MemoryStream();
        document.Save(output, SaveOptions.DisableFormatting);
        _relationships[name] = output.ToArray();
    }

    private bool LeadsDown(string source, string target, Queue<string> sources)
    {
        int level = _levels[source] + 1;
        if (_levels.TryAdd(target, level))
        {
            sources.Enqueue(target);
        }

        return _levels[target] == level;
    }

    /// <summary>The part of the package that a relationship leads to, if any.</summary>
    private string? Target(Uri folder, XElement relationship)
    {
        bool outside = string.Equals(relationship.Attribute("TargetMode")?.Value, "External", StringComparison.OrdinalIgnoreCase);
        // Parsed as relative first: on Unix, a target such as /word/styles.xml would else be a file of the machine.
        if (outside
            || !Uri.TryCreate(relationship.Attribute("Target")?.Value, UriKind.Relative, out Uri? relative)
            || !Uri.TryCreate(folder, relative, out Uri? target))
        {
            return null;
        }

        string escaped = target.AbsolutePath.TrimStart('/');
        string plain = Uri.UnescapeDataString(escaped);
        return _exists(escaped) ? escaped : _exists(plain) ? plain : null;
    }

    private static XDocument Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var xml = XmlReader.Create(stream, SafeXml.Settings);
        return XDocument.Load(xml);
    }
}
