using System.Globalization;
using System.Xml;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>Reads one sheet as a stream of XML. Whatever range a sheet claims to span, only the cells it names are held.</summary>
internal sealed class SheetReader
{
    private readonly string _name;
    private readonly ShownValues _values;
    private readonly CellFormats _formats;
    private readonly SheetBudget _budget;
    private readonly List<SheetCell> _cells = [];
    private readonly List<CellRange> _merges = [];
    private int _row = -1;
    private int _column = -1;

    private SheetReader(string name, ShownValues values, CellFormats formats, SheetBudget budget)
    {
        _name = name;
        _values = values;
        _formats = formats;
        _budget = budget;
    }

    public static SheetContent Read(Stream part, string name, ShownValues values, CellFormats formats, SheetBudget budget)
    {
        var reader = new SheetReader(name, values, formats, budget);
        using (var xml = SheetTexts.Open(part))
        {
            reader.ReadElements(xml);
        }

        return new SheetContent(name, reader.SortedCells(), reader._merges);
    }

    private void ReadElements(XmlReader xml)
    {
        while (_budget.Read(xml))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "row" when xml.Depth == 2:
                    StartRow(xml.GetAttribute("r"));
                    break;
                case "c" when xml.Depth == 3:
                    ReadCell(xml);
                    break;
                case "mergeCell" when xml.Depth == 2:
                    ReadMerge(xml.GetAttribute("ref"));
                    break;
            }
        }
    }

    private void StartRow(string? number)
    {
        _column = -1;
        if (number is null)
        {
            _row++;
        }
        else if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int row) && row is >= 1 and <= CellRange.MaxRows)
        {
            _row = row - 1;
        }
        else
        {
            throw new DocumentReadException($"工作表“{_name}”损坏：行号“{Quoted(number)}”无效。");
        }
    }

    private void ReadCell(XmlReader xml)
    {
        if (xml.GetAttribute("r") is not { } address)
        {
            _column++;
        }
        else if (CellRange.TryAddress(address, out int row, out int column))
        {
            (_row, _column) = (row, column);
        }
        else
        {
            throw new DocumentReadException($"工作表“{_name}”损坏：单元格位置“{Quoted(address)}”无效。");
        }

        if (_row is < 0 or >= CellRange.MaxRows || _column >= CellRange.MaxColumns)
        {
            throw new DocumentReadException($"工作表“{_name}”损坏：单元格超出了工作表的范围。");
        }

        int style = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        ShownValue value = _values.Read(xml, style, CellRange.Address(_row, _column), _budget);
        bool ruled = _formats.IsRuled(style);
        if (value.Text.Length == 0 && value.Number is null && value.Confidence == 1 && !ruled)
        {
            return;
        }

        if (_cells.Count >= _budget.MaxCells)
        {
            throw new DocumentReadException($"工作表“{_name}”的单元格超过 {_budget.MaxCells} 个，不像一张自评表。");
        }

        _cells.Add(new SheetCell(_row, _column, value.Text, value.Number, value.Confidence, ruled));
    }

    private void ReadMerge(string? range)
    {
        if (!CellRange.TryParse(range, out CellRange merge))
        {
            throw new DocumentReadException($"工作表“{_name}”损坏：合并单元格的范围“{Quoted(range ?? "")}”无效。");
        }

        if (_merges.Count >= _budget.MaxCells / 10)
        {
            throw new DocumentReadException($"工作表“{_name}”的合并单元格超过 {_budget.MaxCells / 10} 处，不像一张自评表。");
        }

        if ((merge.Top, merge.Left) != (merge.Bottom, merge.Right))
        {
            _merges.Add(merge);
        }
    }

    /// <summary>The cells by row and column, each place once, with those under merged ranges marked.</summary>
    private List<SheetCell> SortedCells()
    {
        // A stable order, so that the first of two cells at one place is kept.
        List<SheetCell> sorted = [.. _cells.OrderBy(cell => cell.Row).ThenBy(cell => cell.Column)];
        CellRange[] merges = [.. _merges.OrderBy(merge => merge.Top)];
        var open = new List<CellRange>();
        var cells = new List<SheetCell>(sorted.Count);
        int next = 0;
        int row = -1;
        foreach (SheetCell cell in sorted)
        {
            if (cells.Count > 0 && (cells[^1].Row, cells[^1].Column) == (cell.Row, cell.Column))
            {
                continue;
            }

            if (cell.Row != row)
            {
                row = cell.Row;
                for (; next < merges.Length && merges[next].Top <= row; next++)
                {
                    open.Add(merges[next]);
                }

                open.RemoveAll(merge => IsPassed(merge, row));
            }

            cells.Add(cell with { Covered = IsCovered(open, cell) });
        }

        return cells;
    }

    private bool IsPassed(CellRange merge, int row)
    {
        _budget.Step();
        return merge.Bottom < row;
    }

    private bool IsCovered(List<CellRange> open, SheetCell cell)
    {
        foreach (CellRange merge in open)
        {
            _budget.Step();
            if (merge.Contains(cell.Row, cell.Column) && (merge.Top, merge.Left) != (cell.Row, cell.Column))
            {
                return true;
            }
        }

        return false;
    }

    private static string Quoted(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
