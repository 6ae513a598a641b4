using System.Globalization;
using System.Text;
using System.Xml;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Docx;

/// <summary>A part of WordprocessingML as a stream of elements, so that a large one costs no more memory than its text.</summary>
internal sealed class WordXml : IDisposable
{
    private const string Strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private const string Math = "http://schemas.openxmlformats.org/officeDocument/2006/math";
    private const string Compatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    private const string Other = "?";
    private const int NodesBetweenChecks = 4096;

    private readonly XmlReader _xml;
    private readonly ReadBudget _budget;
    private readonly char[] _chunk = new char[4096];
    private int _nodes;

    public WordXml(Stream part, ReadBudget budget)
    {
        _xml = XmlReader.Create(part, SafeXml.Settings);
        _budget = budget;
        _xml.MoveToContent();
    }

    /// <summary>The names of the current element's children: w elements by their local names, others with a prefix. While one is the current element its own children may be visited; what was not visited is skipped.</summary>
    public IEnumerable<string> Children()
    {
        if (_xml.IsEmptyElement)
        {
            yield break;
        }

        int depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == depth + 1)
            {
                yield return Name();
            }
        }
    }

    /// <summary>An attribute of the current element.</summary>
    public string? Attribute(string name) => _xml.GetAttribute(name, WordNames.Main) ?? _xml.GetAttribute(name, Strict);

    /// <summary>The attribute val of the current element as a count, at least <paramref name="least"/>, which it also is where nothing sensible is said.</summary>
    public int Count(int least) =>
        long.TryParse(Attribute("val"), NumberStyles.Integer, CultureInfo.InvariantCulture, out long count) ? (int)System.Math.Clamp(count, least, int.MaxValue / 2) : least;

    /// <summary>Whether the current element, a switch, is on: it is unless it says otherwise.</summary>
    public bool IsOn() => Attribute("val") is not ("0" or "false" or "off");

    /// <summary>Appends a character that an element stands for.</summary>
    public void Append(StringBuilder text, char character)
    {
        _budget.Read(1);
        text.Append(character);
    }

    /// <summary>Appends the text of the current element as Word shows it: without the spaces at its ends unless it preserves them.</summary>
    public void AppendText(StringBuilder text)
    {
        if (_xml.IsEmptyElement)
        {
            return;
        }

        bool preserve = _xml.XmlSpace == XmlSpace.Preserve;
        int start = text.Length;
        int depth = _xml.Depth;
        while (Next() && _xml.Depth > depth)
        {
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                AppendValue(text, preserve ? -1 : start);
            }
        }

        while (!preserve && text.Length > start && (text[^1] is ' ' or '\t'))
        {
            text.Length--;
        }
    }

    public void Dispose() => _xml.Dispose();

    private void AppendValue(StringBuilder text, int trimmedStart)
    {
        for (int read = _xml.ReadValueChunk(_chunk, 0, _chunk.Length); read > 0; read = _xml.ReadValueChunk(_chunk, 0, _chunk.Length))
        {
            _budget.Read(read);
            Span<char> chunk = _chunk.AsSpan(0, read);
            // Line ends of the file itself, not of the text.
            chunk.Replace('\n', ' ');
            chunk.Replace('\r', ' ');
            text.Append(text.Length == trimmedStart ? chunk.TrimStart(" \t") : chunk);
        }
    }

    private bool Next()
    {
        if (++_nodes % NodesBetweenChecks == 0)
        {
            _budget.Check();
        }

        return _xml.Read();
    }

    private string Name() => _xml.NamespaceURI switch
    {
        WordNames.Main or Strict => _xml.LocalName,
        Math => "m:" + _xml.LocalName,
        Compatibility => "mc:" + _xml.LocalName,
        _ => Other,
    };
}
