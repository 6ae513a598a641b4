using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>What was found on a sheet.</summary>
internal sealed record FoundTable(IReadOnlyList<FoundLine> LinesAbove, IReadOnlyList<FoundCell> Cells, IReadOnlyList<FoundLine> LinesBelow);

/// <summary>Takes the table out of a sheet. Rows and columns in which no cell begins are left out, however many a sheet has of them.</summary>
internal sealed class TableCompaction
{
    /// <summary>A table of so many rows has few columns; the product of both limits would be a grid too great to hold.</summary>
    private const int MostPlaces = 250_000;

    private readonly SheetContent _sheet;
    private readonly CellRange _area;
    private readonly SheetBudget _budget;
    private readonly List<CellRange> _merges;
    private readonly int[] _rows;
    private readonly int[] _columns;
    private readonly FoundCell?[] _cells;
    private readonly bool[] _taken;

    private TableCompaction(SheetContent sheet, TableBounds bounds, SheetBudget budget)
    {
        _sheet = sheet;
        _area = bounds.Area;
        _budget = budget;
        _merges = [.. sheet.Merges.Where(Intersects)];
        SheetCell[] visible = [.. sheet.Cells.Where(cell => !cell.Covered && _area.Contains(cell.Row, cell.Column))];
        _rows = Used(visible.Select(cell => cell.Row).Concat(_merges.Select(merge => Math.Max(merge.Top, _area.Top))), budget.Limits.MaxRows, "行");
        _columns = Used(visible.Select(cell => cell.Column).Concat(_merges.Select(merge => Math.Max(merge.Left, _area.Left))), budget.Limits.MaxColumns, "列");
        if ((long)_rows.Length * _columns.Length > MostPlaces)
        {
            throw new DocumentReadException($"工作表“{sheet.Name}”的表格有 {_rows.Length} 行 {_columns.Length} 列，不像一张自评表。");
        }

        _cells = new FoundCell?[_rows.Length * _columns.Length];
        _taken = new bool[_cells.Length];
    }

    public static FoundTable Compact(SheetContent sheet, TableBounds bounds, SheetBudget budget)
    {
        var compaction = new TableCompaction(sheet, bounds, budget);
        compaction.PlaceMerges();
        compaction.PlaceCells();
        compaction.FillGaps();
        return new FoundTable(
            compaction.Lines(cell => cell.Row < bounds.Area.Top),
            [.. compaction._cells.OfType<FoundCell>()],
            // What stands beside the table is kept with what stands below it.
            compaction.Lines(cell => cell.Row >= bounds.Area.Top && !bounds.Area.Contains(cell.Row, cell.Column)));
    }

    private bool Intersects(CellRange merge) =>
        merge.Top <= _area.Bottom && merge.Bottom >= _area.Top && merge.Left <= _area.Right && merge.Right >= _area.Left;

    private int[] Used(IEnumerable<int> indexes, int most, string kind)
    {
        int[] used = [.. indexes.Distinct().Order()];
        return used.Length <= most
            ? used
            : throw new DocumentReadException($"工作表“{_sheet.Name}”的表格超过 {most} {kind}，不像一张自评表。");
    }

    private void PlaceMerges()
    {
        var texts = new Dictionary<(int Row, int Column), SheetCell>();
        foreach (SheetCell cell in _sheet.Cells.Where(cell => !cell.Covered))
        {
            texts.TryAdd((cell.Row, cell.Column), cell);
        }

        foreach (CellRange merge in _merges)
        {
            int row = Array.BinarySearch(_rows, Math.Max(merge.Top, _area.Top));
            int column = Array.BinarySearch(_columns, Math.Max(merge.Left, _area.Left));
            int rowSpan = Span(_rows, row, Math.Min(merge.Bottom, _area.Bottom));
            int columnSpan = Span(_columns, column, Math.Min(merge.Right, _area.Right));
            for (int r = row; r < row + rowSpan; r++)
            {
                for (int c = column; c < column + columnSpan; c++)
                {
                    Take(r, c, merge);
                }
            }

            SheetCell? shown = texts.TryGetValue((merge.Top, merge.Left), out SheetCell found) ? found : null;
            Put(row, column, rowSpan, columnSpan, shown, CellRange.Address(merge.Top, merge.Left));
        }
    }

    private void Take(int row, int column, CellRange merge)
    {
        _budget.Step();
        int place = (row * _columns.Length) + column;
        if (_taken[place])
        {
            throw new DocumentReadException($"工作表“{_sheet.Name}”损坏：合并单元格 {merge} 与别的合并单元格重叠。");
        }

        _taken[place] = true;
    }

    /// <summary>How many of the used indexes a range covers from the one at <paramref name="start"/> on.</summary>
    private static int Span(int[] used, int start, int last)
    {
        int end = Array.BinarySearch(used, last);
        return (end >= 0 ? end : ~end - 1) - start + 1;
    }

    private void PlaceCells()
    {
        foreach (SheetCell cell in _sheet.Cells)
        {
            if (cell.Covered || !_area.Contains(cell.Row, cell.Column))
            {
                continue;
            }

            int row = Array.BinarySearch(_rows, cell.Row);
            int column = Array.BinarySearch(_columns, cell.Column);
            int place = (row * _columns.Length) + column;
            if (!_taken[place])
            {
                _taken[place] = true;
                Put(row, column, 1, 1, cell, CellRange.Address(cell.Row, cell.Column));
            }
        }
    }

    private void FillGaps()
    {
        for (int place = 0; place < _taken.Length; place++)
        {
            if (!_taken[place])
            {
                (int row, int column) = Math.DivRem(place, _columns.Length);
                Put(row, column, 1, 1, cell: null, CellRange.Address(_rows[row], _columns[column]));
            }
        }
    }

    private void Put(int row, int column, int rowSpan, int columnSpan, SheetCell? cell, string address)
    {
        _budget.Step();
        _cells[(row * _columns.Length) + column] = new FoundCell(row, column, rowSpan, columnSpan, cell?.Text ?? "", "单元格" + address, cell?.Confidence ?? 1, cell?.Number);
    }

    private List<FoundLine> Lines(Func<SheetCell, bool> isOutside)
    {
        var lines = new List<FoundLine>();
        foreach (SheetCell cell in _sheet.Cells)
        {
            if (cell.Covered || cell.Text.Length == 0 || !isOutside(cell))
            {
                continue;
            }

            foreach (string line in cell.Text.Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)))
            {
                _budget.Step();
                if (lines.Count >= _budget.Limits.MaxRows)
                {
                    throw new DocumentReadException($"工作表“{_sheet.Name}”在表格之外还有超过 {_budget.Limits.MaxRows} 行文字，不像一张自评表。");
                }

                lines.Add(new FoundLine(line, "单元格" + CellRange.Address(cell.Row, cell.Column)));
            }
        }

        return lines;
    }
}
