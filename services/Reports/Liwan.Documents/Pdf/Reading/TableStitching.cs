using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Puts the parts of a table that goes on over pages together again: without what was repeated for the break, and with the cells whole that the break parted.</summary>
internal sealed class TableStitching(ReadLimits limits)
{
    private readonly List<PrintedCell> _cells = [];
    private readonly HashSet<string> _rowTexts = [];
    private int _rows;

    public bool IsEmpty => _cells.Count == 0;

    /// <summary>Adds the next part, which is the first on a new page or stands under another on the same.</summary>
    public void Add(PageTable part, bool startsPage)
    {
        if (startsPage && _cells.Count > 0)
        {
            GoOn(part);
        }
        else
        {
            Append(part.Cells, _rows);
        }

        if (_rows > limits.MaxRows)
        {
            throw new DocumentReadException($"PDF 的表格超过 {limits.MaxRows} 行，不予读取。");
        }
    }

    /// <summary>The whole table in reading order.</summary>
    public List<FoundCell> ToCells()
    {
        List<double> edges = Edges();
        if (edges.Count - 1 > limits.MaxColumns)
        {
            throw new DocumentReadException($"PDF 的表格超过 {limits.MaxColumns} 列，不予读取。");
        }

        return
        [
            .. _cells
                .Select(cell => (Cell: cell, Column: Edge(edges, cell.Left), End: Edge(edges, cell.Right)))
                .OrderBy(cell => cell.Cell.Row).ThenBy(cell => cell.Column)
                .Select(cell => new FoundCell(cell.Cell.Row, cell.Column, cell.Cell.RowSpan, Math.Max(1, cell.End - cell.Column), cell.Cell.Text, cell.Cell.Place, cell.Cell.Doubt)),
        ];
    }

    private List<double> Edges()
    {
        var edges = new List<double>();
        foreach (double edge in _cells.SelectMany(cell => (IEnumerable<double>)[cell.Left, cell.Right]).Order())
        {
            if (edges.Count == 0 || edge - edges[^1] > PrintedCell.SameEdge)
            {
                edges.Add(edge);
            }
        }

        return edges;
    }

    private static int Edge(List<double> edges, double place)
    {
        int index = edges.BinarySearch(place);
        return index < 0 ? ~index - 1 : index;
    }

    private void Append(List<PrintedCell> cells, int offset)
    {
        foreach (IGrouping<int, PrintedCell> row in cells.GroupBy(cell => cell.Row))
        {
            if (HeadText(row) is { } text)
            {
                _rowTexts.Add(text);
            }
        }

        foreach (PrintedCell cell in cells)
        {
            cell.Row += offset;
            _cells.Add(cell);
            _rows = Math.Max(_rows, cell.LastRow);
        }
    }

    private void GoOn(PageTable part)
    {
        List<PrintedCell> cells = part.Cells;
        PrintedCell? sectionLabel = null;
        int first = 0;
        if (part.RowCount > 1 && HeadText(cells.Where(cell => cell.Row == 0)) is { } heads && _rowTexts.Contains(heads))
        {
            first = 1;
            cells = [.. cells.Where(cell => cell.LastRow > 1)];
            foreach (PrintedCell cell in cells.Where(cell => cell.Row == 0))
            {
                cell.Row = 1;
                cell.RowSpan--;
                sectionLabel ??= cell;
            }
        }

        List<PrintedCell> top = [.. cells.Where(cell => cell.Row == first)];
        var joint = PageJoint.Judge([.. _cells.Where(cell => cell.LastRow == _rows)], top, sectionLabel);
        int offset = _rows - first - (joint.RowGoesOn ? 1 : 0);
        foreach ((PrintedCell before, PrintedCell next, double doubt) in joint.Joined)
        {
            before.GoOn(next, next.RowSpan - (joint.RowGoesOn ? 1 : 0), doubt);
            _rows = Math.Max(_rows, before.LastRow);
            cells.Remove(next);
        }

        Append(cells, offset);
    }

    /// <summary>What a row says, where it may be a row of heads: several texts, none of them a figure.</summary>
    private static string? HeadText(IEnumerable<PrintedCell> row)
    {
        List<PrintedCell> cells = [.. row];
        return cells.Count > 1 && cells.TrueForAll(cell => !cell.IsEmpty && !char.IsAsciiDigit(cell.Text[^1]) && cell.Text[^1] is not ('%' or '—') && cell.Text.Length < 100)
            ? string.Join('\u001F', cells.Select(cell => cell.Text))
            : null;
    }
}
