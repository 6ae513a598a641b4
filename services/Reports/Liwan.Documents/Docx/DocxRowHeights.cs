using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Docx;

/// <summary>How high the rows of a table are at least. Office programs give the height of a cell over several rows to the last of them; where the page ends within the cell, LibreOffice then cuts its text.</summary>
internal static class DocxRowHeights
{
    /// <summary>What a text that goes on over a page may lose at the foot of one and the head of the next.</summary>
    private const int SpareLines = 2;

    /// <summary>Word knows no higher rows.</summary>
    private const double Highest = 1584;

    /// <summary>The height of each row in points: that of every cell over several rows is shared out among its rows.</summary>
    public static double[] Of(FormGrid grid)
    {
        double[] heights = [.. Enumerable.Repeat(PageGeometry.MinRowHeight, grid.Rows.Count)];
        foreach (GridCell cell in grid.Cells.Where(cell => cell.RowSpan == 1))
        {
            heights[cell.Row] = Math.Max(heights[cell.Row], PageGeometry.CellHeight(Lines(grid, cell)));
        }

        double[] own = [.. heights];
        foreach (GridCell cell in grid.Cells.Where(cell => cell.RowSpan > 1).OrderBy(cell => cell.RowSpan))
        {
            RowHeights.Fill(heights.AsSpan(cell.Row, cell.RowSpan), PageGeometry.CellHeight(Lines(grid, cell) + SpareLines));
        }

        // What stands in one row alone makes room for itself, and knows better how much.
        return [.. heights.Select((height, row) => height > own[row] ? Math.Min(height, Highest) : PageGeometry.MinRowHeight)];
    }

    /// <summary>How many lines a cell takes, or somewhat fewer.</summary>
    public static int Lines(FormGrid grid, GridCell cell)
    {
        double share = 0;
        for (int column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
        {
            share += grid.ColumnShares[column];
        }

        return cell.Text.Length == 0 ? 0 : TextExtent.Lines(cell.Text, share * (PageGeometry.Right - PageGeometry.Left), PageGeometry.BodySize);
    }
}
