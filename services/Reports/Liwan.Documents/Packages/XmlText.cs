using System.Text;
using System.Xml;

namespace Liwan.Documents.Packages;

/// <summary>Texts as XML 1.0 can carry them.</summary>
internal static class XmlText
{
    /// <summary><paramref name="text"/> with LF for every end of a line, and U+FFFD for what XML cannot carry.</summary>
    public static string Printable(string text)
    {
        if (IsPrintable(text))
        {
            return text;
        }

        var printable = new StringBuilder(text.Length);
        foreach (Rune rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            printable.Append(rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD");
        }

        return printable.ToString();
    }

    private static bool IsPrintable(string text)
    {
        foreach (char character in text)
        {
            if (character is '\r' or '\f' or '\u0085' or '\u2028' or '\u2029' || !XmlConvert.IsXmlChar(character))
            {
                return false;
            }
        }

        return true;
    }
}
