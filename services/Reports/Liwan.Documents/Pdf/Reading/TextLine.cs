using System.Text;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>A printed line of a cell or a page.</summary>
internal sealed class TextLine
{
    /// <summary>Latin letters farther apart than this, in em, have a space between them even where none is printed.</summary>
    private const double WordGap = 0.18;

    /// <summary>The same letter printed again within this distance, in em, is bold by double printing.</summary>
    private const double DoubleShift = 0.12;

    private const double DoubledDoubt = 0.9;

    private TextLine(List<Glyph> glyphs, bool doubled)
    {
        Glyphs = glyphs;
        Left = glyphs.Min(glyph => glyph.Left);
        Right = glyphs.Max(glyph => glyph.Right);
        Baseline = glyphs[0].Baseline;
        Size = glyphs.Max(glyph => glyph.Size);
        Doubt = Math.Min(doubled ? DoubledDoubt : 1, glyphs.Min(glyph => glyph.Doubt));
        Text = Write(glyphs);
    }

    /// <summary>The letters left to right, without the spaces at the line's end.</summary>
    public IReadOnlyList<Glyph> Glyphs { get; }

    public double Left { get; }

    public double Right { get; }

    public double Baseline { get; }

    public double Size { get; }

    public double Doubt { get; }

    public string Text { get; }

    /// <summary>Whether this line begins what goes on from an earlier page, so that its place says nothing about the line before.</summary>
    public bool FollowsPageBreak { get; init; }

    public double Width => Right - Left;

    /// <summary>Orders letters into lines, top to bottom.</summary>
    public static List<TextLine> Arrange(IEnumerable<Glyph> glyphs)
    {
        List<Glyph> falling = [.. glyphs.OrderByDescending(glyph => glyph.Baseline)];
        var lines = new List<TextLine>();
        for (int start = 0; start < falling.Count;)
        {
            double baseline = falling[start].Baseline;
            double size = falling[start].Size;
            int end = start + 1;
            while (end < falling.Count && baseline - falling[end].Baseline <= 0.5 * Math.Max(size, falling[end].Size))
            {
                // Raised letters come first, but the line is that of the larger ones.
                if (falling[end].Size > 1.2 * size)
                {
                    (baseline, size) = (falling[end].Baseline, falling[end].Size);
                }

                end++;
            }

            if (Set(falling.GetRange(start, end - start)) is { } line)
            {
                lines.Add(line);
            }

            start = end;
        }

        return lines;
    }

    /// <summary>The line cut where more than so many em lie open.</summary>
    public IEnumerable<TextLine> CutAtGaps(double gap)
    {
        var part = new List<Glyph>();
        foreach (Glyph glyph in Glyphs)
        {
            if (part.Count > 0 && glyph.Left - part[^1].Right > gap * Size)
            {
                if (Set(part) is { } line)
                {
                    yield return line;
                }

                part = [];
            }

            part.Add(glyph);
        }

        if (Set(part) is { } last)
        {
            yield return last;
        }
    }

    public TextLine AfterPageBreak() => new([.. Glyphs], doubled: false) { FollowsPageBreak = true };

    private static TextLine? Set(List<Glyph> glyphs)
    {
        // A stable order: marks without width stay behind the letter they belong to.
        List<Glyph> rising = [.. glyphs.OrderBy(glyph => glyph.Left)];
        var single = new List<Glyph>(rising.Count);
        foreach (Glyph glyph in rising)
        {
            if (!IsDouble(single, glyph))
            {
                single.Add(glyph);
            }
        }

        int doubles = rising.Count - single.Count;
        while (single.Count > 0 && single[^1].IsSpace)
        {
            single.RemoveAt(single.Count - 1);
        }

        return single.Count == 0 ? null : new TextLine(single, doubles > 0);
    }

    private static bool IsDouble(List<Glyph> before, Glyph glyph)
    {
        for (int i = before.Count - 1; i >= 0 && i >= before.Count - 4 && glyph.Left - before[i].Left <= DoubleShift * glyph.Size; i--)
        {
            if (before[i].Text == glyph.Text && glyph.Width > DoubleShift * glyph.Size && Math.Abs(before[i].Baseline - glyph.Baseline) <= DoubleShift * glyph.Size)
            {
                return true;
            }
        }

        return false;
    }

    private static string Write(List<Glyph> glyphs)
    {
        var text = new StringBuilder();
        for (int i = 0; i < glyphs.Count; i++)
        {
            if (i > 0 && glyphs[i].Left - glyphs[i - 1].Right > WordGap * glyphs[i].Size && IsWithinWord(glyphs[i - 1].Text[^1]) && IsWithinWord(glyphs[i].Text[0]))
            {
                text.Append(' ');
            }

            text.Append(glyphs[i].Text);
        }

        return text.ToString();
    }

    private static bool IsWithinWord(char c) => BreakClasses.Of(c) is BreakClass.Word or BreakClass.WordCloser or BreakClass.WordOpener;
}
