using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;
using UglyToad.PdfPig.Content;

namespace Liwan.Documents.Tests;

/// <summary>What a reader finds in the PDF of every form.</summary>
public class PdfProperties
{
    /// <summary>Coordinates are written with two decimals.</summary>
    private const double Rounding = 0.02;

    [FormProperty]
    public void Write_PutsEveryPlacedLineIntoItsCellOnThePage(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);
        var pdf = Rendered.Writer.Write(grid, Rendered.Submitted);
        var laidOut = Paginator.Paginate(grid, Rendered.Fonts);
        var pages = PdfReading.Pages(pdf);

        Assert.Equal(laidOut.Count, pages.Count);
        for (var i = 0; i < pages.Count; i++)
        {
            AssertSamePage(laidOut[i], pages[i].Letters);
        }
    }

    private static void AssertSamePage(FormPage page, IReadOnlyList<Letter> letters)
    {
        var tableTop = page.Cells.Count == 0 ? 0 : page.Cells[0].Box.Top;
        var next = 0;
        ReadLines(page.Lines.Where(line => line.Baseline <= tableTop), new Box(PageGeometry.Left, 0, PageGeometry.Right, tableTop));
        foreach (var cell in page.Cells)
        {
            ReadLines(cell.Lines, cell.Box);
        }

        ReadLines(page.Lines.Where(line => line.Baseline > tableTop), new Box(PageGeometry.Left, 0, PageGeometry.Right, PageGeometry.Height));
        Assert.Equal(letters.Count, next);

        void ReadLines(IEnumerable<PlacedLine> lines, Box box)
        {
            foreach (var line in lines)
            {
                foreach (var character in line.Text.Characters(line.Line))
                {
                    var letter = letters[next++];
                    Assert.Equal(char.ConvertFromUtf32(character), letter.Value);
                    Assert.InRange(letter.StartBaseLine.X, box.Left - Rounding, box.Right);
                    Assert.InRange(letter.EndBaseLine.X, box.Left, box.Right + Rounding);
                    Assert.InRange(PageGeometry.Height - letter.StartBaseLine.Y, box.Top, box.Bottom);
                }
            }
        }
    }
}
