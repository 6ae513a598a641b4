using System.Globalization;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>Joins the tables of the pages to one: without the heads and labels that a break repeats, and with what it divides put together.</summary>
internal sealed class PageJoining
{
    private const double Near = 4;
    private const double Joined = 0.8;
    private const double JoinedByGuess = 0.6;
    private const int LeastOfTaskRow = 6;
    // 关键指标 is the fifth column from the right.
    private const int ColumnsFromName = 5;

    private sealed class Part(int row, int column, int rowSpan, int columnSpan, string text, string place, double confidence)
    {
        public int Row { get; } = row;

        public int Column { get; } = column;

        public int RowSpan { get; set; } = rowSpan;

        public int ColumnSpan { get; } = columnSpan;

        public string Text { get; set; } = text;

        public string Place { get; } = place;

        public double Confidence { get; set; } = confidence;
    }

    private readonly List<double> _columns;
    private readonly List<Part> _parts = [];
    private readonly HashSet<string> _heads = [];
    private int _rows;

    // Whether the first row of the page at hand went into the last row before it.
    private bool _joinedLast;

    private PageJoining(List<PageCells> pages)
    {
        _columns = [];
        double last = double.NegativeInfinity;
        foreach (double column in pages.SelectMany(page => page.Columns).Order())
        {
            if (column - last > Near)
            {
                _columns.Add(column);
            }

            last = column;
        }
    }

    public static FoundDocument Join(List<PageCells> pages)
    {
        var joining = new PageJoining(pages);
        foreach (PageCells page in pages.Where(page => page.Cells.Count > 0))
        {
            joining.Add(page);
        }

        PageCells? first = pages.Find(page => page.Cells.Count > 0);
        return new FoundDocument(
            FormFileFormat.Pdf,
            [.. pages.Where(page => first is null || page.Number <= first.Number).SelectMany(page => Lines(page, page == first ? page.Above : [.. page.Above, .. page.Below]))],
            [.. joining._parts.OrderBy(part => part.Row).ThenBy(part => part.Column).Select(part => new FoundCell(part.Row, part.Column, part.RowSpan, part.ColumnSpan, part.Text, part.Place, part.Confidence))],
            [.. pages.Where(page => first is not null && page.Number >= first.Number).SelectMany(page => Lines(page, page == first ? page.Below : [.. page.Above, .. page.Below]))],
            Embedded: null);
    }

    private static IEnumerable<FoundLine> Lines(PageCells page, IEnumerable<PageCells.Line> lines) =>
        lines.Select(line => new FoundLine(line.Text, string.Create(CultureInfo.InvariantCulture, $"第{page.Number}页")));

    private void Add(PageCells page)
    {
        List<IGrouping<int, PageCells.Cell>> rows = [.. page.Cells.GroupBy(cell => cell.Box.Row).OrderBy(row => row.Key)];
        int skipped = 0;
        bool goesOn = false;
        string repeatedLabel = "";
        if (_rows > 0)
        {
            // A label that spans the repeated heads as well is repeated with them.
            while (skipped < rows.Count && IsRepeatedHead(rows[skipped], ref repeatedLabel))
            {
                skipped++;
            }
        }

        int top = skipped < rows.Count ? rows[skipped].Key : 0;
        Part? label = _parts.FindLast(part => part.Column == 0);
        foreach (IGrouping<int, PageCells.Cell> row in rows)
        {
            if (row.Key < top)
            {
                continue;
            }

            bool isFirst = row.Key == top;
            if (isFirst && _rows > 0)
            {
                PageCells.Cell? own = row.FirstOrDefault(cell => ColumnOf(cell.Box.Left) == 0);
                string text = FormLabels.Fold(own?.Text ?? repeatedLabel);
                // A label in the middle of its rows stands on one of the pages only.
                goesOn = label is not null && (text.Length == 0 || label.Text.Length == 0 || text == FormLabels.Fold(label.Text));
                if (label is { Text.Length: 0 } && own is not null)
                {
                    label.Text = own.Text;
                }

            }

            AddRow(page, [.. row], row.Key - top, isFirst && goesOn);
        }

        int height = rows.Count == 0 ? 0 : page.Cells.Max(cell => cell.Box.Row + cell.Box.RowSpan) - top;
        if (goesOn && repeatedLabel.Length > 0 && label is not null)
        {
            label.RowSpan = _rows + height - label.Row - (_joinedLast ? 1 : 0);
        }

        _rows += height - (_joinedLast ? 1 : 0);
        _joinedLast = false;
        Remember(rows);
    }

    private void AddRow(PageCells page, List<PageCells.Cell> cells, int row, bool goesOn)
    {
        bool isTaskRow = cells.Count >= LeastOfTaskRow;
        if (goesOn)
        {
            // A new indicator has a name; the rest of one that was divided mostly has none.
            bool isNew = isTaskRow && cells[^ColumnsFromName].Text.Length > 0;
            _joinedLast = !isNew;
        }

        int at = _rows + row - (_joinedLast ? 1 : 0);
        foreach (PageCells.Cell cell in cells)
        {
            int column = ColumnOf(cell.Box.Left);
            int span = Math.Max(1, ColumnOf(cell.Box.Right) - column);
            Part? before = goesOn ? Above(column, span) : null;
            bool isLabel = column == 0;
            if (before is not null && (isLabel || _joinedLast || before.RowSpan > 1 || cell.Box.RowSpan > 1))
            {
                before.RowSpan = Math.Max(before.RowSpan, at + cell.Box.RowSpan - before.Row);
                if (!isLabel && cell.Text.Length > 0)
                {
                    before.Text += cell.Text;
                    before.Confidence = Math.Min(Math.Min(before.Confidence, cell.Confidence), _joinedLast && isTaskRow ? JoinedByGuess : Joined);
                }

                continue;
            }

            string place = string.Create(CultureInfo.InvariantCulture, $"第{page.Number}页第{cell.Box.Row + 1}行第{cells.IndexOf(cell) + 1}列");
            _parts.Add(new Part(at, column, cell.Box.RowSpan, span, cell.Text, place, cell.Confidence));
        }
    }

    /// <summary>The part that reaches the end of what was joined so far, in the same columns.</summary>
    private Part? Above(int column, int span) =>
        _parts.FindLast(part => part.Column == column && part.ColumnSpan == span && part.Row + part.RowSpan >= _rows);

    private bool IsRepeatedHead(IGrouping<int, PageCells.Cell> row, ref string label)
    {
        List<PageCells.Cell> cells = [.. row];
        // The label of the block stands beside its heads, over the rows under them.
        List<PageCells.Cell> heads = [.. cells.Where(cell => cell.Box.RowSpan == 1)];
        if (!_heads.Contains(Key(heads)) || heads.Count < 2)
        {
            return false;
        }

        label = cells.Find(cell => cell.Box.RowSpan > 1)?.Text ?? label;
        return true;
    }

    private void Remember(List<IGrouping<int, PageCells.Cell>> rows)
    {
        foreach (IGrouping<int, PageCells.Cell> row in rows)
        {
            List<PageCells.Cell> heads = [.. row.Where(cell => cell.Box.RowSpan == 1)];
            if (heads.Count >= 2 && heads.TrueForAll(cell => Enum.GetValues<FormLabel>().Any(known => FormLabels.Likeness(cell.Text, known) > 0)))
            {
                _heads.Add(Key(heads));
            }
        }
    }

    private static string Key(IEnumerable<PageCells.Cell> cells) => string.Join('|', cells.Select(cell => FormLabels.Fold(cell.Text)));

    private int ColumnOf(double x)
    {
        int nearest = 0;
        for (int i = 1; i < _columns.Count; i++)
        {
            nearest = Math.Abs(_columns[i] - x) < Math.Abs(_columns[nearest] - x) ? i : nearest;
        }

        return nearest;
    }
}
