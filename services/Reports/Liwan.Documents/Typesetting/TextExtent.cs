using System.Text;

namespace Liwan.Documents.Typesetting;

/// <summary>How much room a text takes in a cell of an office file. An estimate on the safe side: the fonts are those of whoever opens it.</summary>
internal static class TextExtent
{
    private const double NarrowEm = 0.55;
    private const double LineSpacing = 1.3;
    private const double PaddingX = 8;
    private const double PaddingY = 6;
    private const int TabSpaces = 4;

    /// <summary>From here on characters are as wide as they are high, but for half-width forms, which are rare enough to be given room too much.</summary>
    private const int FirstWide = 0x1100;

    /// <summary>The height of a cell in which <paramref name="text"/> is wrapped.</summary>
    public static double Height(string text, double width, double size) =>
        text.Length == 0 ? 0 : (Lines(text, width, size) * size * LineSpacing) + PaddingY;

    /// <summary>How many lines a text takes in a cell of a width; all in points.</summary>
    public static int Lines(string text, double width, double size)
    {
        // What may not start a line takes a character of the line before along.
        double room = Math.Max(size, width - PaddingX - size);
        int lines = 1;
        double used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (LineBreaker.IsLineBreak(rune.Value))
            {
                lines++;
                used = 0;
                continue;
            }

            double advance = size * (IsWide(rune.Value) ? 1 : rune.Value == '\t' ? NarrowEm * TabSpaces : NarrowEm);
            if (used + advance > room && used > 0)
            {
                lines++;
                used = 0;
            }

            used += advance;
        }

        return lines;
    }

    // U+2010 to U+203B, quotation marks, dashes and dots, lie above FirstWide; × and · lie below it.
    private static bool IsWide(int codePoint) => codePoint is >= FirstWide or 0xD7 or 0xB7;
}
