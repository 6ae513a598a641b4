using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace Liwan.Documents.Tests;

/// <summary>What an outsider reads in a PDF: its letters and its ruled rectangles.</summary>
internal static class PdfReading
{
    /// <summary>A ruled rectangle on a page, in the order it was drawn, with the text inside it.</summary>
    public sealed record RuledCell(int Page, PdfRectangle Box, string Text);

    public static List<Page> Pages(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return [.. document.GetPages()];
    }

    /// <summary>The characters of a text without white space and without the zero width space, which vanish where a line breaks.</summary>
    public static string Fold(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != '\u200B'));

    public static string Text(IEnumerable<Letter> letters) => Fold(string.Concat(letters.Select(letter => letter.Value)));

    public static List<RuledCell> RuledCells(IReadOnlyList<Page> pages)
    {
        var cells = new List<RuledCell>();
        foreach (var page in pages)
        {
            var boxes = page.Paths.Where(path => path.IsStroked).SelectMany(path => path).Select(path => path.GetBoundingRectangle()!.Value).ToList();
            var texts = boxes.Select(_ => new StringBuilder()).ToList();
            foreach (var letter in page.Letters)
            {
                var middle = letter.StartBaseLine.X + ((letter.EndBaseLine.X - letter.StartBaseLine.X) / 2);
                var box = boxes.FindIndex(box => box.Left <= middle && middle <= box.Right && box.Bottom <= letter.StartBaseLine.Y && letter.StartBaseLine.Y <= box.Top);
                if (box >= 0)
                {
                    texts[box].Append(letter.Value);
                }
            }

            cells.AddRange(boxes.Select((box, i) => new RuledCell(page.Number, box, Fold(texts[i].ToString()))));
        }

        return cells;
    }
}
