using System.Globalization;
using System.Text;

namespace Liwan.Documents.Xlsx;

/// <summary>Text as a workbook's XML carries it: characters that XML forbids are written _xHHHH_, so a text that looks so is escaped itself.</summary>
internal static class SheetText
{
    private const int EscapeLength = 7;

    /// <summary>What of a text a workbook can hold: line breaks become LF, characters that XML forbids become U+FFFD.</summary>
    public static string Carried(string text)
    {
        if (!NeedsChange(text))
        {
            return text;
        }

        var carried = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\r')
            {
                // A CRLF counts as its LF.
                if (i + 1 == text.Length || text[i + 1] != '\n')
                {
                    carried.Append('\n');
                }
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                carried.Append(c).Append(text[++i]);
            }
            else
            {
                carried.Append(IsAllowed(c) ? c : '\uFFFD');
            }
        }

        return carried.ToString();
    }

    /// <summary>A carried text with what looks like an escape escaped.</summary>
    public static string Encode(string carried)
    {
        int next = carried.IndexOf("_x", StringComparison.Ordinal);
        if (next < 0)
        {
            return carried;
        }

        var encoded = new StringBuilder(carried.Length + EscapeLength);
        for (int i = 0; i < carried.Length; i++)
        {
            encoded.Append(carried[i] == '_' && IsEscape(carried, i) ? "_x005F_" : carried[i].ToString());
        }

        return encoded.ToString();
    }

    /// <summary>The text that <paramref name="xml"/> stands for, as <see cref="Carried"/>.</summary>
    public static string Decode(string xml)
    {
        if (!xml.Contains("_x", StringComparison.Ordinal))
        {
            return Carried(xml);
        }

        var decoded = new StringBuilder(xml.Length);
        for (int i = 0; i < xml.Length; i++)
        {
            if (xml[i] == '_' && IsEscape(xml, i))
            {
                decoded.Append((char)ushort.Parse(xml.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += EscapeLength - 1;
            }
            else
            {
                decoded.Append(xml[i]);
            }
        }

        return Carried(decoded.ToString());
    }

    private static bool NeedsChange(string text)
    {
        foreach (char c in text)
        {
            if (c == '\r' || !IsAllowed(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAllowed(char c) => c is '\t' or '\n' or >= ' ' && !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF');

    private static bool IsEscape(string text, int at) =>
        at + EscapeLength <= text.Length
        && text[at + 1] == 'x'
        && text[at + 6] == '_'
        && text.AsSpan(at + 2, 4).IndexOfAnyExcept(HexDigits) < 0;

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
}
