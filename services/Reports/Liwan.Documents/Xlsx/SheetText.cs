using System.Buffers;
using System.Globalization;
using System.Text;
using Liwan.Documents.Packages;

namespace Liwan.Documents.Xlsx;

/// <summary>Text as a workbook's XML carries it: characters that XML forbids are written _xHHHH_, so a text that looks so is escaped itself.</summary>
internal static class SheetText
{
    private const int EscapeLength = 7;

    /// <summary>A clean text with what looks like an escape escaped.</summary>
    public static string Encode(string clean)
    {
        int next = clean.IndexOf("_x", StringComparison.Ordinal);
        if (next < 0)
        {
            return clean;
        }

        var encoded = new StringBuilder(clean.Length + EscapeLength);
        for (int i = 0; i < clean.Length; i++)
        {
            encoded.Append(clean[i] == '_' && IsEscape(clean, i) ? "_x005F_" : clean[i].ToString());
        }

        return encoded.ToString();
    }

    /// <summary>The text that <paramref name="xml"/> stands for, cleaned of what no form may hold.</summary>
    public static string Decode(string xml)
    {
        if (!xml.Contains("_x", StringComparison.Ordinal))
        {
            return CleanText.For(xml);
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

        return CleanText.For(decoded.ToString());
    }

    private static bool IsEscape(string text, int at) =>
        at + EscapeLength <= text.Length
        && text[at + 1] == 'x'
        && text[at + 6] == '_'
        && text.AsSpan(at + 2, 4).IndexOfAnyExcept(HexDigits) < 0;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
}
