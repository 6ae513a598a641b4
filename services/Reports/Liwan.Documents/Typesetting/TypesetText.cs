using Liwan.Documents.Fonts;

namespace Liwan.Documents.Typesetting;

/// <summary>A text broken into lines for one width. Widths are in 1/1000 em.</summary>
internal sealed class TypesetText(FontFace face, double size, int[] codePoints, TextLine[] lines, int forcedBreaks)
{
    /// <summary>The most a place may be widened, in em: more looks like a space.</summary>
    private const double MaxStretch = 0.3;

    public FontFace Face => face;

    /// <summary>The size of the type in points.</summary>
    public double Size => size;

    public TextLine[] Lines => lines;

    /// <summary>How many lines end where no break is allowed, because a word is wider than a line.</summary>
    public int ForcedBreaks => forcedBreaks;

    /// <summary>The characters of a line, without the spaces that vanished at its break.</summary>
    public ReadOnlySpan<int> Characters(int line) => codePoints.AsSpan(lines[line].Start, lines[line].Length);

    /// <summary>The width of a line in points, as set without justification.</summary>
    public double LineWidth(int line) => lines[line].Width * size / 1000;

    /// <summary>How much to widen each stretchable place of a line so that it fills <paramref name="width"/> points; 0 where that would tear it apart.</summary>
    public double Justification(int line, double width)
    {
        double room = width - LineWidth(line);
        int places = StretchablePlaces(line);
        return places == 0 || room <= 0 || room / places > MaxStretch * size ? 0 : room / places;
    }

    private int StretchablePlaces(int line)
    {
        ReadOnlySpan<int> characters = Characters(line);
        int places = 0;
        for (int i = 1; i < characters.Length; i++)
        {
            places += BreakClasses.MayStretch(characters[i - 1], characters[i]) ? 1 : 0;
        }

        return places;
    }
}

/// <summary>One line of a <see cref="TypesetText"/>.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Width">Their width in 1/1000 em.</param>
/// <param name="EndsParagraph">Whether a line break of the text, or its end, follows.</param>
internal readonly record struct TextLine(int Start, int Length, int Width, bool EndsParagraph);
