using System.Text;
using Liwan.Documents.Reading;
using UglyToad.PdfPig.Content;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The ruled cells of one page with their texts, and the lines of text outside them.</summary>
internal sealed record PageCells(int Number, double[] Columns, List<PageCells.Cell> Cells, List<PageCells.Line> Above, List<PageCells.Line> Below)
{
    /// <summary>A cell and its text.</summary>
    public sealed record Cell(Lattice.Cell Box, string Text, double Confidence);

    /// <summary>A line of text outside the table.</summary>
    public sealed record Line(string Text);

    public static PageCells Read(Page page, ReadLimits limits)
    {
        var lattice = new Lattice(new Rulings(page), limits);
        List<Lattice.Cell> boxes = lattice.Cells();
        var letters = new List<Letter>[boxes.Count];
        var outside = new List<Letter>();
        var index = new CellIndex(lattice, boxes);
        foreach (Letter letter in page.Letters)
        {
            int cell = index.Of((letter.StartBaseLine.X + letter.EndBaseLine.X) / 2, letter.StartBaseLine.Y + (0.3 * letter.PointSize));
            (cell < 0 ? outside : letters[cell] ??= []).Add(letter);
        }

        var cells = boxes.Select((box, i) =>
        {
            var text = CellText.Of(letters[i] ?? [], box);
            return new Cell(box, text.Text, box.IsWhole ? text.Confidence : 0.5);
        }).ToList();
        double top = boxes.Count == 0 ? double.NegativeInfinity : boxes.Max(box => box.Top);
        return new PageCells(
            page.Number,
            lattice.Columns,
            cells,
            [.. CellText.Lines([.. outside.Where(letter => letter.StartBaseLine.Y >= top)])],
            [.. CellText.Lines([.. outside.Where(letter => letter.StartBaseLine.Y < top)]).Where(line => !IsPageNumber(line.Text))]);
    }

    // 第 1 页 共 3 页, - 1 -, 1/3.
    private static bool IsPageNumber(string text)
    {
        var bare = new StringBuilder();
        foreach (char character in FormLabels.Fold(text))
        {
            if (!char.IsAsciiDigit(character) && character is not ('-' or '/' or '—' or ',' or '第' or '页' or '共'))
            {
                bare.Append(character);
            }
        }

        return bare.Length == 0;
    }

    /// <summary>Which cell a place on the page lies in.</summary>
    private sealed class CellIndex
    {
        private readonly Lattice _lattice;
        private readonly int[,] _cellAt;

        public CellIndex(Lattice lattice, List<Lattice.Cell> cells)
        {
            _lattice = lattice;
            _cellAt = new int[lattice.Rows.Length, lattice.Columns.Length];
            for (int i = 0; i < cells.Count; i++)
            {
                for (int row = cells[i].Row; row < cells[i].Row + cells[i].RowSpan; row++)
                {
                    for (int column = cells[i].Column; column < cells[i].Column + cells[i].ColumnSpan; column++)
                    {
                        _cellAt[row, column] = i + 1;
                    }
                }
            }
        }

        /// <summary>The cell; -1 outside all.</summary>
        public int Of(double x, double y)
        {
            int column = Array.FindLastIndex(_lattice.Columns, place => place <= x);
            int row = Array.FindLastIndex(_lattice.Rows, place => place >= y);
            return column < 0 || row < 0 ? -1 : _cellAt[row, column] - 1;
        }
    }
}
