using System.Globalization;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>The form's table on a sheet: between the lines of its heading and the note, with rows and columns counted from 0.</summary>
internal sealed record SheetTable(List<FoundLine> Above, List<FoundCell> Cells, List<FoundLine> Below)
{
    /// <summary>Finds the table; null where the sheet has none of the form's labels.</summary>
    public static SheetTable? Find(SheetReader sheet, ReadLimits limits)
    {
        int top = sheet.Cells.Where(cell => FormLabels.BeginsTable(cell.Text)).Select(cell => (int?)cell.Row).Min() ?? -1;
        if (top < 0)
        {
            return null;
        }

        List<SheetReader.Filled> cells = [.. sheet.Cells.Where(cell => cell.Row >= top)];
        List<SheetReader.Filled> notes = [.. cells.Where(cell => FormLabels.IsNote(cell.Text))];
        int bottom = Math.Max(top, cells.Except(notes).Max(cell => cell.Row));
        List<SheetReader.Merge> merges = [.. sheet.Merges.Where(merge => merge.Row >= top && merge.Row <= bottom)];
        // What is merged down from the last row belongs to the table; what a stray merge covers below does not.
        bottom = Math.Max(bottom, merges.Where(merge => cells.Exists(cell => cell.Row == merge.Row && cell.Column == merge.Column) && !notes.Exists(note => note.Row == merge.Row))
            .Select(merge => Math.Min(merge.LastRow, bottom + limits.MaxRows)).DefaultIfEmpty(bottom).Max());
        if (bottom - top >= limits.MaxRows)
        {
            throw new DocumentReadException($"工作表的表格超过上限 {limits.MaxRows} 行（第 {top + 1} 行至第 {bottom + 1} 行）。");
        }

        return new SheetTable(
            Lines(sheet.Cells.Where(cell => cell.Row < top)),
            Lattice([.. cells.Where(cell => cell.Row <= bottom && !notes.Contains(cell))], merges, top, bottom, limits),
            Lines(cells.Where(cell => cell.Row > bottom || notes.Contains(cell))));
    }

    private static List<FoundLine> Lines(IEnumerable<SheetReader.Filled> cells) =>
        [.. cells.SelectMany(cell => cell.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => new FoundLine(line, Place(cell.Row, cell.Column))))];

    /// <summary>Every cell of the table, the empty ones too: columns of the sheet that nothing tells apart are one column.</summary>
    private static List<FoundCell> Lattice(List<SheetReader.Filled> cells, List<SheetReader.Merge> merges, int top, int bottom, ReadLimits limits)
    {
        int last = Math.Max(cells.Max(cell => cell.Column), merges.Where(merge => cells.Exists(cell => cell.Row == merge.Row && cell.Column == merge.Column)).Select(merge => merge.LastColumn).DefaultIfEmpty(0).Max());
        var edges = new SortedSet<int> { last + 1 };
        edges.UnionWith(cells.SelectMany(cell => new[] { cell.Column, cell.Column + 1 }));
        edges.UnionWith(merges.SelectMany(merge => new[] { merge.Column, Math.Min(merge.LastColumn, last) + 1 }));
        edges.ExceptWith(InnerEdges(merges, cells, edges, last));
        int[] columns = [.. edges.Where(edge => edge <= last)];
        if (columns.Length > limits.MaxColumns)
        {
            throw new DocumentReadException($"工作表的表格超过上限 {limits.MaxColumns} 列。");
        }

        var taken = new bool[bottom - top + 1, columns.Length];
        var filled = cells.ToLookup(cell => (cell.Row, cell.Column));
        var found = new List<FoundCell>();
        foreach (SheetReader.Merge merge in merges)
        {
            int left = Array.BinarySearch(columns, merge.Column);
            int width = columns.Count(column => column >= merge.Column && column <= merge.LastColumn);
            if (left >= 0 && Take(taken, merge.Row - top, left, Math.Min(merge.LastRow, bottom) - merge.Row + 1, width))
            {
                found.Add(Cell(filled[(merge.Row, merge.Column)].FirstOrDefault(), merge.Row, merge.Column, top, left, Math.Min(merge.LastRow, bottom) - merge.Row + 1, width));
            }
        }

        for (int row = top; row <= bottom; row++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                if (Take(taken, row - top, column, 1, 1))
                {
                    found.Add(Cell(filled[(row, columns[column])].FirstOrDefault(), row, columns[column], top, column, 1, 1));
                }
            }
        }

        return [.. found.OrderBy(cell => cell.Row).ThenBy(cell => cell.Column)];
    }

    // The right edge of a filled cell counts only where another cell begins there; else the empty column behind it belongs to nobody.
    private static HashSet<int> InnerEdges(List<SheetReader.Merge> merges, List<SheetReader.Filled> cells, SortedSet<int> edges, int last)
    {
        HashSet<int> starts = [.. cells.Select(cell => cell.Column), .. merges.SelectMany(merge => new[] { merge.Column, merge.LastColumn + 1 })];
        return [.. edges.Where(edge => edge <= last && !starts.Contains(edge))];
    }

    private static bool Take(bool[,] taken, int row, int column, int rows, int columns)
    {
        for (int r = row; r < row + rows; r++)
        {
            for (int c = column; c < column + columns; c++)
            {
                if (taken[r, c])
                {
                    return false;
                }
            }
        }

        for (int r = row; r < row + rows; r++)
        {
            for (int c = column; c < column + columns; c++)
            {
                taken[r, c] = true;
            }
        }

        return true;
    }

    private static FoundCell Cell(SheetReader.Filled? filled, int sheetRow, int sheetColumn, int top, int column, int rows, int columns) =>
        new(sheetRow - top, column, rows, columns, filled?.Text ?? "", Place(sheetRow, sheetColumn), filled?.Confidence ?? 1, filled?.Number);

    private static string Place(int row, int column) => string.Create(CultureInfo.InvariantCulture, $"单元格{SheetCells.Name(row, column)}");
}
