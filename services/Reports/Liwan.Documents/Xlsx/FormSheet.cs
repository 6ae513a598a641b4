using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Xlsx;

/// <summary>The sheet of one form: the lines of its heading, its table and the note.</summary>
internal sealed class FormSheet
{
    // Fitting to the width would cut merged texts at page breaks, so the scale is fixed, small enough for what fonts differ by.
    private const uint Scale = 94;
    private const double PointsOfWidth = 5.25;
    private const double HeadingHeight = 24;
    private const double Inch = 72;

    private readonly FormGrid _grid;
    private readonly bool _draft;
    private readonly double[] _heights;
    private readonly SheetData _data = new();
    private readonly MergeCells _merges = new();
    private readonly List<double> _written = [];
    private readonly int _columns;

    public FormSheet(FormGrid grid, bool draft)
    {
        _grid = grid;
        _draft = draft;
        _heights = SheetRows.Heights(grid);
        _columns = grid.ColumnShares.Count;
    }

    /// <summary>What prints.</summary>
    public string PrintArea => $"$A$1:${SheetCells.ColumnName(_columns - 1)}${_written.Count}";

    public Worksheet Build()
    {
        FormHeading heading = _grid.Heading;
        if (heading.AttachmentLabel.Length > 0)
        {
            AddLine(SheetStyles.Left, heading.AttachmentLabel);
        }

        AddLine(SheetStyles.Title, heading.Title);
        AddLine(SheetStyles.Centred, heading.YearLine);
        AddSeal(heading);
        int top = _written.Count;
        AddTable(top);
        if (_grid.Note.Length > 0)
        {
            AddLine(SheetStyles.Note, _grid.Note);
        }

        var sheet = new Worksheet(
            new SheetViews(new SheetView { WorkbookViewId = 0, ShowGridLines = false }),
            new SheetFormatProperties { DefaultRowHeight = PageGeometry.MinRowHeight },
            new Columns(_grid.ColumnShares.Select((share, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = Math.Round(share * (PageGeometry.Right - PageGeometry.Left) / PointsOfWidth, 2), CustomWidth = true })),
            _data,
            _merges,
            new PrintOptions { HorizontalCentered = true },
            new PageMargins
            {
                Left = PageGeometry.Left / Inch,
                Right = (PageGeometry.Width - PageGeometry.Right) / Inch,
                Top = PageGeometry.Top / Inch,
                Bottom = (PageGeometry.Height - PageGeometry.Bottom) / Inch,
                Header = 0.2,
                Footer = 0.25,
            },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, Scale = Scale },
            HeaderAndFooter());
        sheet.Append(Breaks(top));
        return sheet;
    }

    // A spreadsheet has no watermark but a picture, so a draft says so at the head of each page.
    private HeaderFooter HeaderAndFooter()
    {
        var texts = new HeaderFooter();
        if (_draft)
        {
            texts.OddHeader = new OddHeader($"&C&24&KA6A6A6{DocumentProperties.DraftMark}");
        }

        texts.OddFooter = new OddFooter("&C第 &P 页 共 &N 页");
        return texts;
    }

    private Row AddRow(double height)
    {
        _written.Add(height);
        var row = new Row { RowIndex = (uint)_written.Count, Height = height, CustomHeight = true };
        _data.Append(row);
        return row;
    }

    private void AddLine(uint style, string text)
    {
        Row row = AddRow(HeadingHeight);
        int at = _written.Count - 1;
        row.Append(SheetCells.Text(SheetCells.Name(at, 0), text, style));
        Merge(at, 0, 1, _columns);
    }

    private void AddSeal(FormHeading heading)
    {
        Row row = AddRow(HeadingHeight);
        int at = _written.Count - 1;
        int unit = _columns - 2;
        row.Append(SheetCells.Text(SheetCells.Name(at, 0), heading.SealLine, SheetStyles.Left), SheetCells.Text(SheetCells.Name(at, unit), heading.UnitLine, SheetStyles.Right));
        Merge(at, 0, 1, unit);
        Merge(at, unit, 1, 2);
    }

    private void AddTable(int top)
    {
        // What each column of the row at hand is covered by, from rows above.
        var above = new GridCell?[_columns];
        int next = 0;
        for (int row = 0; row < _grid.Rows.Count; row++)
        {
            Row line = AddRow(_heights[row]);
            for (int column = 0; column < _columns;)
            {
                bool goesOn = above[column] is { } covering && covering.Row + covering.RowSpan > row;
                GridCell cell = goesOn ? above[column]! : _grid.Cells[next++];
                Array.Fill(above, cell, column, cell.ColumnSpan);
                for (int covered = 0; covered < cell.ColumnSpan; covered++)
                {
                    string name = SheetCells.Name(top + row, column + covered);
                    line.Append(goesOn || covered > 0 ? SheetCells.Empty(name, Style(cell)) : CellOf(name, cell));
                }

                if (!goesOn)
                {
                    Merge(top + row, column, cell.RowSpan, cell.ColumnSpan);
                }

                column += cell.ColumnSpan;
            }
        }
    }

    private static Cell CellOf(string name, GridCell cell) =>
        cell.Text.Length == 0 ? SheetCells.Empty(name, Style(cell))
        : cell.Role == CellRole.Figure && SheetCells.Figure(cell.Text) is { } number ? SheetCells.Number(name, number, Style(cell))
        : SheetCells.Text(name, cell.Text, Style(cell));

    private static uint Style(GridCell cell) => cell.Role switch
    {
        CellRole.ColumnHead or CellRole.RowHead => SheetStyles.Head,
        CellRole.Figure => cell.Text.EndsWith('%') ? SheetStyles.Rate : SheetStyles.Amount,
        CellRole.Paragraph => SheetCells.LooksLikeFormula(cell.Text) ? SheetStyles.ParagraphQuoted : SheetStyles.Paragraph,
        _ => SheetCells.LooksLikeFormula(cell.Text) ? SheetStyles.ShortQuoted : SheetStyles.Short,
    };

    private void Merge(int row, int column, int rows, int columns)
    {
        if (rows > 1 || columns > 1)
        {
            _merges.Append(new MergeCell { Reference = $"{SheetCells.Name(row, column)}:{SheetCells.Name(row + rows - 1, column + columns - 1)}" });
        }
    }

    // Pages break above a task or a block where it does not fit, unless it is taller than a page anyway.
    private RowBreaks Breaks(int top)
    {
        double page = (PageGeometry.Bottom - PageGeometry.Top) * 100 / Scale;
        var starts = _grid.Cells.Where(cell => cell.Column == 0).Select(cell => top + cell.Row).Append(_written.Count).ToList();
        var breaks = new RowBreaks();
        double used = _written.Take(top).Sum();
        for (int i = 0; i + 1 < starts.Count; i++)
        {
            double block = _written.Skip(starts[i]).Take(starts[i + 1] - starts[i]).Sum();
            if (used > 0 && used + block > page)
            {
                breaks.Append(new Break { Id = (uint)starts[i], Max = 16383, ManualPageBreak = true });
                used = 0;
            }

            used = (used + block) % page;
        }

        breaks.Count = breaks.ManualBreakCount = (uint)breaks.ChildElements.Count;
        return breaks;
    }
}
