using System.Text.RegularExpressions;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The lines of a page outside its tables.</summary>
internal static partial class PageLines
{
    /// <summary>What stands farther apart than this, in em, are two lines: the seal at the left, the unit at the right.</summary>
    private const double Apart = 3;

    /// <summary>Orders letters into lines, without page numbers.</summary>
    public static IEnumerable<(TextLine Line, FoundLine Found)> Find(int page, IEnumerable<Glyph> glyphs)
    {
        foreach (TextLine whole in TextLine.Arrange(glyphs))
        {
            if (PageNumber().IsMatch(whole.Text))
            {
                continue;
            }

            foreach (TextLine line in whole.CutAtGaps(Apart))
            {
                string text = line.Text.Trim();
                if (text.Length > 0 && !PageNumber().IsMatch(text))
                {
                    yield return (line, new FoundLine(text, $"第{page}页"));
                }
            }
        }
    }

    [GeneratedRegex(@"^\s*(第\s*\d+\s*页\s*[,，/／]?\s*(共\s*\d+\s*页)?|[-—–－]+\s*\d+\s*[-—–－]+|\d+\s*[/／]\s*\d+|[Pp]age\s*\d+(\s*of\s*\d+)?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex PageNumber();
}
