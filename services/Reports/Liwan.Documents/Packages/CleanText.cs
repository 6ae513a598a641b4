using System.Text;
using System.Xml;

namespace Liwan.Documents.Packages;

/// <summary>Text on its way into XML.</summary>
internal static class CleanText
{
    /// <summary>The text with LF between lines, and U+FFFD for every character that XML 1.0 forbids.</summary>
    public static string For(string text)
    {
        int first = 0;
        while (first < text.Length && text[first] != '\r' && XmlConvert.IsXmlChar(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var clean = new StringBuilder(text, 0, first, text.Length);
        for (int i = first; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\r')
            {
                clean.Append('\n');
                i += i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]))
            {
                clean.Append(c).Append(text[++i]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(c) ? c : '\uFFFD');
            }
        }

        return clean.ToString();
    }
}
