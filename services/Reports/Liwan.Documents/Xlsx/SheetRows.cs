using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Xlsx;

/// <summary>How tall the rows of a sheet are, in points: spreadsheet programs do not fit the height of merged cells to their text.</summary>
internal static class SheetRows
{
    /// <summary>The tallest row that there may be.</summary>
    public const double MaxHeight = 409;

    // A figure or Latin letter takes about half the width of a Chinese character.
    private const double NarrowEm = 0.55;

    /// <summary>The heights of the rows of <paramref name="grid"/>, so that every text is seen, as far as a row may be that tall.</summary>
    public static double[] Heights(FormGrid grid)
    {
        var heights = new double[grid.Rows.Count];
        Array.Fill(heights, PageGeometry.MinRowHeight);
        // Cells of one row first; those over several then ask only for what is missing.
        foreach (GridCell cell in grid.Cells.OrderBy(cell => cell.RowSpan))
        {
            double missing = Height(cell, grid) - heights.AsSpan(cell.Row, cell.RowSpan).ToArray().Sum();
            for (int row = cell.Row + cell.RowSpan - 1; row >= cell.Row && missing > 0; row--)
            {
                double share = missing / (row - cell.Row + 1);
                heights[row] += share;
                missing -= share;
            }
        }

        return [.. heights.Select(height => Math.Min(MaxHeight, Math.Ceiling(height)))];
    }

    private static double Height(GridCell cell, FormGrid grid)
    {
        double width = ((PageGeometry.Right - PageGeometry.Left) * grid.ColumnShares.Skip(cell.Column).Take(cell.ColumnSpan).Sum()) - (2 * PageGeometry.PaddingX);
        return PageGeometry.CellHeight(Lines(cell.Text, width / PageGeometry.BodySize));
    }

    private static int Lines(string text, double ems)
    {
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            double width = 0;
            foreach (char character in line)
            {
                width += character < 0x2000 ? NarrowEm : 1;
            }

            lines += Math.Max(1, (int)Math.Ceiling(width / Math.Max(1, ems - 0.5)));
        }

        return lines;
    }
}
