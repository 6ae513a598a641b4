using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The cells that the lines of a page enclose.</summary>
internal sealed class Lattice
{
    private const double Near = 2.5;
    private const double Covered = 0.6;

    private readonly bool[,] _leftEdge;
    private readonly bool[,] _topEdge;

    /// <summary>A cell by the lines around it, numbered from the left and from the top, and its box; <c>IsWhole</c> if it is a rectangle with all its sides.</summary>
    public sealed record Cell(int Row, int Column, int RowSpan, int ColumnSpan, double Left, double Top, double Right, double Bottom, bool IsWhole);

    /// <summary>The upright lines, left to right.</summary>
    public double[] Columns { get; }

    /// <summary>The level lines, top to bottom.</summary>
    public double[] Rows { get; }

    public Lattice(Rulings rulings, ReadLimits limits)
    {
        rulings.CloseEnds(Near);
        Columns = Places(rulings.Upright.Select(line => line.At));
        Rows = [.. Places(rulings.Level.Select(line => line.At)).Reverse()];
        if (Columns.Length > limits.MaxColumns || Rows.Length > limits.MaxRows)
        {
            throw new DocumentReadException($"表格超过上限 {limits.MaxRows} 行或 {limits.MaxColumns} 列。");
        }

        _leftEdge = new bool[Math.Max(0, Rows.Length - 1), Columns.Length];
        _topEdge = new bool[Rows.Length, Math.Max(0, Columns.Length - 1)];
        // Pieces of one line count together.
        foreach (var pieces in rulings.Upright.GroupBy(line => Nearest(Columns, line.At)))
        {
            foreach ((double from, double to) in Merged(pieces))
            {
                for (int row = 0; row + 1 < Rows.Length; row++)
                {
                    _leftEdge[row, pieces.Key] |= Covers(from, to, Rows[row + 1], Rows[row]);
                }
            }
        }

        foreach (var pieces in rulings.Level.GroupBy(line => Nearest(Rows, line.At)))
        {
            foreach ((double from, double to) in Merged(pieces))
            {
                for (int column = 0; column + 1 < Columns.Length; column++)
                {
                    _topEdge[pieces.Key, column] |= Covers(from, to, Columns[column], Columns[column + 1]);
                }
            }
        }
    }

    /// <summary>The cells, by row and column. What no line closes in is none.</summary>
    public List<Cell> Cells()
    {
        var cells = new List<Cell>();
        var taken = new bool[Math.Max(0, Rows.Length - 1), Math.Max(0, Columns.Length - 1)];
        for (int row = 0; row + 1 < Rows.Length; row++)
        {
            for (int column = 0; column + 1 < Columns.Length; column++)
            {
                if (!taken[row, column] && Cell_At(row, column, taken) is { } cell)
                {
                    cells.Add(cell);
                }
            }
        }

        return cells;
    }

    /// <summary>Grows over all places that no line parts from the first.</summary>
    private Cell? Cell_At(int row, int column, bool[,] taken)
    {
        int bottom = row, right = column, left = column, count = 0;
        var open = new Stack<(int Row, int Column)>([(row, column)]);
        bool isClosed = true;
        taken[row, column] = true;
        while (open.TryPop(out (int Row, int Column) at))
        {
            count++;
            bottom = Math.Max(bottom, at.Row);
            right = Math.Max(right, at.Column);
            left = Math.Min(left, at.Column);
            Go(at.Row, at.Column - 1, _leftEdge[at.Row, at.Column]);
            Go(at.Row, at.Column + 1, _leftEdge[at.Row, at.Column + 1]);
            Go(at.Row - 1, at.Column, _topEdge[at.Row, at.Column]);
            Go(at.Row + 1, at.Column, _topEdge[at.Row + 1, at.Column]);
        }

        if (!isClosed)
        {
            return null;
        }

        bool isWhole = count == (bottom - row + 1) * (right - left + 1);
        return new Cell(row, left, bottom - row + 1, right - left + 1, Columns[left], Rows[row], Columns[right + 1], Rows[bottom + 1], isWhole);

        void Go(int toRow, int toColumn, bool isParted)
        {
            if (isParted)
            {
                return;
            }

            if (toRow < 0 || toColumn < 0 || toRow >= taken.GetLength(0) || toColumn >= taken.GetLength(1))
            {
                isClosed = false;
            }
            else if (!taken[toRow, toColumn])
            {
                taken[toRow, toColumn] = true;
                open.Push((toRow, toColumn));
            }
        }
    }

    /// <summary>Places that are nearer than lines can be are one.</summary>
    private static double[] Places(IEnumerable<double> all)
    {
        var places = new List<double>();
        double last = double.NegativeInfinity;
        foreach (double place in all.Order())
        {
            if (place - last > Near)
            {
                places.Add(place);
            }

            last = place;
        }

        return [.. places];
    }

    private static int Nearest(double[] places, double at)
    {
        int nearest = 0;
        for (int i = 1; i < places.Length; i++)
        {
            nearest = Math.Abs(places[i] - at) < Math.Abs(places[nearest] - at) ? i : nearest;
        }

        return nearest;
    }

    private static List<(double From, double To)> Merged(IEnumerable<Rulings.Segment> pieces)
    {
        var merged = new List<(double From, double To)>();
        foreach (Rulings.Segment piece in pieces.OrderBy(piece => piece.From))
        {
            if (merged.Count > 0 && piece.From <= merged[^1].To + Near)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, piece.To));
            }
            else
            {
                merged.Add((piece.From, piece.To));
            }
        }

        return merged;
    }

    private static bool Covers(double from, double to, double low, double high) =>
        Math.Min(to, high) - Math.Max(from, low) >= Covered * (high - low);
}
