using System.Text;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Tests;

/// <summary>What holds for the laid-out pages of every form.</summary>
public class LayoutProperties
{
    private const double Rounding = 0.01;

    [FormProperty]
    public void Paginate_PrintsEveryCellOnceAndInReadingOrder(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);
        var pages = Paginator.Paginate(grid, Rendered.Fonts);

        var placed = pages.SelectMany(page => page.Cells).ToLookup(cell => cell.Cell);
        for (var i = 0; i < grid.Cells.Count; i++)
        {
            var parts = placed[i].Select(cell => string.Concat(cell.Lines.Select(LineText))).ToList();
            Assert.NotEmpty(parts);
            var repeats = grid.Cells[i].Role is CellRole.ColumnHead or CellRole.RowHead && parts.All(part => part == parts[0]);
            Assert.Equal(PdfReading.Fold(grid.Cells[i].Text), PdfReading.Fold(repeats ? parts[0] : string.Concat(parts)));
        }

        Assert.All(pages, page => Assert.Equal(page.Cells.OrderBy(cell => cell.Box.Top).ThenBy(cell => cell.Box.Left), page.Cells));
    }

    [FormProperty]
    public void Paginate_PrintsTheHeadingAndTheNoteOnce(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);

        var lines = Paginator.Paginate(grid, Rendered.Fonts).SelectMany(page => page.Lines).Where(line => line.Baseline < PageGeometry.Bottom).ToList();

        // The unit stands on the last line of the seal.
        var heading = grid.Heading;
        Assert.Equal(
            PdfReading.Fold(heading.AttachmentLabel + heading.Title + heading.YearLine + heading.SealLine + heading.UnitLine + grid.Note),
            PdfReading.Fold(string.Concat(lines.Select(LineText))));
    }

    [FormProperty]
    public void Paginate_KeepsEveryLineInsideItsCell(FormContent form)
    {
        foreach (var cell in Paginator.Paginate(FormGridBuilder.Build(form), Rendered.Fonts).SelectMany(page => page.Cells))
        {
            var previous = double.NegativeInfinity;
            foreach (var line in cell.Lines)
            {
                var size = line.Text.Size;
                Assert.InRange(line.X, cell.Box.Left, cell.Box.Right);
                Assert.InRange(LineEnd(line), cell.Box.Left, cell.Box.Right + Rounding);
                Assert.InRange(line.Baseline, cell.Box.Top + (PageGeometry.Ascent * size), cell.Box.Bottom - ((1 - PageGeometry.Ascent) * size));
                Assert.True(line.Baseline - previous >= size, "Lines overlap.");
                previous = line.Baseline;
            }
        }
    }

    [FormProperty]
    public void Paginate_TilesEachPagesTableWithoutGapsOrOverlaps(FormContent form)
    {
        foreach (var cells in Paginator.Paginate(FormGridBuilder.Build(form), Rendered.Fonts).Select(page => page.Cells).Where(cells => cells.Count > 0))
        {
            var top = cells.Min(cell => cell.Box.Top);
            var bottom = cells.Max(cell => cell.Box.Bottom);
            Assert.All(cells, cell =>
            {
                Assert.True(cell.Box.Width > 0 && cell.Box.Height >= PageGeometry.MinRowHeight - Rounding, $"{cell.Box}");
                Assert.InRange(cell.Box.Left, PageGeometry.Left - Rounding, PageGeometry.Right);
                Assert.InRange(cell.Box.Right, PageGeometry.Left, PageGeometry.Right + Rounding);
            });
            Assert.InRange(top, PageGeometry.Top - Rounding, PageGeometry.Bottom);
            Assert.InRange(bottom, top, PageGeometry.Bottom + Rounding);
            AssertNoOverlap(cells);

            // Every cell is ruled all round, so cells that fill the table leave no border open.
            Assert.Equal((bottom - top) * (PageGeometry.Right - PageGeometry.Left), cells.Sum(cell => cell.Box.Width * cell.Box.Height), 1.0);
        }
    }

    [FormProperty]
    public void Paginate_KeepsLinesOutsideTheTableOnThePageAndOffTheTable(FormContent form)
    {
        foreach (var page in Paginator.Paginate(FormGridBuilder.Build(form), Rendered.Fonts))
        {
            foreach (var line in page.Lines)
            {
                Assert.InRange(line.X, PageGeometry.Left - Rounding, PageGeometry.Right);
                Assert.InRange(LineEnd(line), PageGeometry.Left - Rounding, PageGeometry.Right + Rounding);
                Assert.InRange(line.Baseline, PageGeometry.Top, PageGeometry.FooterBaseline);
                Assert.DoesNotContain(page.Cells, cell => cell.Box.Top < line.Baseline && line.Baseline - (PageGeometry.Ascent * line.Text.Size) < cell.Box.Bottom - Rounding);
            }
        }
    }

    [FormProperty]
    public void Paginate_LeavesNoPageEmpty(FormContent form) =>
        Assert.All(Paginator.Paginate(FormGridBuilder.Build(form), Rendered.Fonts), page => Assert.True(page.Cells.Count + page.Lines.Count > 1));

    private static void AssertNoOverlap(List<PlacedCell> cells)
    {
        var boxes = cells.Select(cell => cell.Box).OrderBy(box => box.Top).ToList();
        for (var i = 0; i < boxes.Count; i++)
        {
            for (var j = i + 1; j < boxes.Count && boxes[j].Top < boxes[i].Bottom - Rounding; j++)
            {
                Assert.False(
                    boxes[j].Left < boxes[i].Right - Rounding && boxes[i].Left < boxes[j].Right - Rounding,
                    $"{boxes[i]} and {boxes[j]} overlap.");
            }
        }
    }

    private static string LineText(PlacedLine line)
    {
        var text = new StringBuilder();
        foreach (var character in line.Text.Characters(line.Line))
        {
            text.Append(new Rune(character));
        }

        return text.ToString();
    }

    private static double LineEnd(PlacedLine line)
    {
        var characters = line.Text.Characters(line.Line);
        var end = line.X + line.Text.LineWidth(line.Line);
        for (var i = 1; i < characters.Length; i++)
        {
            end += BreakClasses.MayStretch(characters[i - 1], characters[i]) ? line.Stretch : 0;
        }

        return end;
    }
}
