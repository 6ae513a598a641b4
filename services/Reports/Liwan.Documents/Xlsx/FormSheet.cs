using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Xlsx;

/// <summary>Says what a cell of a grid shows on a sheet, and how.</summary>
/// <param name="cell">The cell.</param>
/// <param name="sheetRows">The sheet row of every row of the grid, and the one behind the last; zeros while heights are still estimated.</param>
internal delegate PlannedCell CellPlanner(GridCell cell, IReadOnlyList<int> sheetRows);

/// <summary>Puts a form's grid on a sheet: the heading's lines, the table, the note.</summary>
/// <remarks>A row of the grid that needs more height than Excel gives a row takes several rows of the sheet, over which all its cells are merged; a reader takes these as one row again.</remarks>
internal sealed class FormSheet
{
    public const string SheetName = "自评表";

    private const double MinRowHeight = 22;

    /// <summary>Rows of the sheet beyond one a row of the grid; texts that would need more are cut on paper, never in the file.</summary>
    private const int MaxExtraRows = 2_000;

    private const int MaxExtraRowsEach = 48;

    /// <summary>Of the columns of the line above the table, the last ones hold the unit.</summary>
    private const int UnitColumns = 3;

    private readonly FormGrid _grid;
    private readonly CellPlanner _cell;
    private readonly double[] _widths;
    private readonly List<(string Text, CellLook Look)> _above = [];

    /// <summary>The first sheet row of each grid row, and the row behind the last.</summary>
    private readonly int[] _sheetRows;

    private readonly List<double> _heights = [];

    private FormSheet(FormGrid grid, CellPlanner cell)
    {
        _grid = grid;
        _cell = cell;
        _widths = [.. grid.ColumnShares.Select(share => share * SheetPage.TableWidth)];
        AddAbove(grid.Heading.AttachmentLabel, new CellLook { Horizontal = "left" });
        AddAbove(grid.Heading.Title, new CellLook { Font = CellFont.Title });
        AddAbove(grid.Heading.YearLine, new CellLook());
        _heights.AddRange(_above.Select(line => Math.Clamp(TextExtent.Height(line.Text, SheetPage.TableWidth, StyleSheet.SizeOf(line.Look.Font)), MinRowHeight, SheetPage.MaxRowHeight)));
        double sealHeight = TextExtent.Height(grid.Heading.SealLine, _widths[..^UnitColumns].Sum(), StyleSheet.SizeOf(CellFont.Body));
        _heights.Add(Math.Clamp(sealHeight, MinRowHeight, SheetPage.MaxRowHeight));
        _sheetRows = PlaceRows();
    }

    /// <summary>Plans the sheet; <paramref name="cell"/> says what a cell of the grid shows, and how.</summary>
    public static SheetPlan Plan(FormGrid grid, CellPlanner cell, string header = "", bool isProtected = false, string name = SheetName)
    {
        var sheet = new FormSheet(grid, cell);
        var plan = new SheetPlan { Name = name, ColumnWidths = sheet._widths, Header = header, Protected = isProtected };
        sheet.AddHeading(plan);
        sheet.AddTable(plan);
        sheet.AddNote(plan);
        sheet.AddPages(plan);
        return plan;
    }

    private int Columns => _widths.Length;

    private void AddAbove(string text, CellLook look)
    {
        if (text.Length > 0 || look.Horizontal != "left")
        {
            _above.Add((text, look));
        }
    }

    private int[] PlaceRows()
    {
        double[] heights = GridHeights();
        var sheetRows = new int[heights.Length + 1];
        int extra = MaxExtraRows;
        for (int row = 0; row < heights.Length; row++)
        {
            sheetRows[row] = _heights.Count;
            int pieces = 1 + Math.Min(Math.Min(extra, MaxExtraRowsEach), (int)Math.Ceiling(heights[row] / SheetPage.MaxRowHeight) - 1);
            extra -= pieces - 1;
            double height = Math.Min(SheetPage.MaxRowHeight, Math.Ceiling(heights[row] / pieces));
            _heights.AddRange(Enumerable.Repeat(height, pieces));
        }

        sheetRows[^1] = _heights.Count;
        return sheetRows;
    }

    private double[] GridHeights()
    {
        double[] heights = [.. Enumerable.Repeat(MinRowHeight, _grid.Rows.Count)];
        var notPlaced = new int[_grid.Rows.Count + 1];
        foreach (GridCell cell in _grid.Cells.OrderBy(cell => cell.RowSpan))
        {
            double width = _widths.AsSpan(cell.Column, cell.ColumnSpan).ToArray().Sum();
            PlannedCell planned = _cell(cell, notPlaced);
            double height = TextExtent.Height(cell.Text, width, StyleSheet.SizeOf(planned.Look.Font));
            RowHeights.Fill(heights.AsSpan(cell.Row, cell.RowSpan), Math.Max(height, planned.MinHeight));
        }

        return heights;
    }

    private void AddHeading(SheetPlan plan)
    {
        foreach ((string text, CellLook look) in _above)
        {
            AddLine(plan, text, look);
        }

        int row = plan.Rows.Count;
        int unit = Columns - UnitColumns;
        plan.Rows.Add(new PlannedRow(
            _heights[row],
            [
                new PlannedCell(0, Quoted(new CellLook { Horizontal = "left" }, _grid.Heading.SealLine), _grid.Heading.SealLine),
                new PlannedCell(unit, Quoted(new CellLook { Horizontal = "right" }, _grid.Heading.UnitLine), _grid.Heading.UnitLine),
            ]));
        plan.Merges.Add(new CellRange(row, 0, row, unit - 1));
        plan.Merges.Add(new CellRange(row, unit, row, Columns - 1));
    }

    private void AddLine(SheetPlan plan, string text, CellLook look)
    {
        int row = plan.Rows.Count;
        plan.Rows.Add(new PlannedRow(_heights[row], [new PlannedCell(0, Quoted(look, text), text)]));
        plan.Merges.Add(new CellRange(row, 0, row, Columns - 1));
    }

    private void AddTable(SheetPlan plan)
    {
        // Every cell of a merged range carries the borders: Excel draws each on its own.
        var cells = new PlannedCell[_sheetRows[^1] - _sheetRows[0], Columns];
        foreach (GridCell cell in _grid.Cells)
        {
            PlannedCell first = _cell(cell, _sheetRows);
            var range = new CellRange(_sheetRows[cell.Row], cell.Column, _sheetRows[cell.Row + cell.RowSpan] - 1, cell.Column + cell.ColumnSpan - 1);
            double height = _heights.Skip(range.Top).Take(range.Bottom - range.Top + 1).Sum();
            CellLook look = first.Look with { Top = height > SheetPage.Room(SheetPage.ScalePercent) };
            for (int row = range.Top; row <= range.Bottom; row++)
            {
                for (int column = range.Left; column <= range.Right; column++)
                {
                    cells[row - _sheetRows[0], column] = new PlannedCell(column, look);
                }
            }

            cells[range.Top - _sheetRows[0], range.Left] = first with { Column = range.Left, Look = look };
            if ((range.Top, range.Left) != (range.Bottom, range.Right))
            {
                plan.Merges.Add(range);
            }
        }

        for (int row = 0; row < cells.GetLength(0); row++)
        {
            plan.Rows.Add(new PlannedRow(_heights[_sheetRows[0] + row], [.. Enumerable.Range(0, Columns).Select(column => cells[row, column])]));
        }
    }

    private void AddNote(SheetPlan plan)
    {
        if (_grid.Note.Length > 0)
        {
            _heights.Add(MinRowHeight);
            AddLine(plan, _grid.Note, new CellLook { Font = CellFont.Note, Horizontal = "left" });
        }
    }

    private void AddPages(SheetPlan plan)
    {
        // A table whose sections are all labelled at their side has no such head: its labels tell what a row is.
        int taskHead = _grid.Cells.FirstOrDefault(cell => cell is { Column: 0, Role: CellRole.ColumnHead })?.Row ?? _grid.Rows.Count;
        var blocks = new List<int> { 0 };
        foreach (GridCell cell in _grid.Cells.Where(cell => cell is { Column: 0, Row: > 0 } && cell.Row != taskHead + 1))
        {
            blocks.Add(_sheetRows[cell.Row]);
        }

        int head = _sheetRows[taskHead];
        (plan.ScalePercent, List<int> starts) = SheetPage.Fit(_heights, blocks, head);
        plan.PageStarts.AddRange(starts);

        // Excel repeats rows of one place only, on the pages behind them. The heads of the tasks are what a reader misses there; the title is not.
        if (plan.PageStarts.Any(row => row > head))
        {
            plan.RepeatedRow = head;
        }
    }

    /// <summary>The looks of a cell with such a text.</summary>
    public static CellLook Quoted(CellLook look, string text) => TypedText.LooksTyped(text) ? look with { QuotePrefix = true } : look;
}
