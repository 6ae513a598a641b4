using System.Numerics;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>The cells that the lines of a net enclose.</summary>
internal sealed class Lattice
{
    private const long MaxFields = 4_000_000;

    /// <summary>A line that covers less of a field's side is no wall.</summary>
    private const double WallShare = 0.5;

    private const double InferredDoubt = 0.8;
    private const double CrookedDoubt = 0.5;

    private const int Outside = -1;

    private readonly double[] _xs;
    private readonly double[] _ys;
    private readonly int[,] _cellOf;

    private readonly MissingEdges _missing;

    private Lattice(double[] xs, double[] ys, MissingEdges missing)
    {
        _missing = missing;
        _xs = xs;
        _ys = ys;
        _cellOf = new int[ys.Length - 1, xs.Length - 1];
    }

    /// <summary>The places of the lines down, left to right.</summary>
    public IReadOnlyList<double> Xs => _xs;

    /// <summary>The places of the lines across, top to bottom.</summary>
    public IReadOnlyList<double> Ys => _ys;

    public int RowCount => _ys.Length - 1;

    public List<LatticeCell> Cells { get; } = [];

    public static Lattice Build(RuleNet net, ReadBudget budget)
    {
        double[] xs = [.. net.Down.Select(rule => rule.At).Distinct().Order()];
        double[] ys = [.. net.Across.Select(rule => rule.At).Distinct().OrderDescending()];
        if (xs.Length - 1 > budget.Limits.MaxColumns)
        {
            throw budget.Refuse($"PDF 的表格超过 {budget.Limits.MaxColumns} 列，不予读取。");
        }

        if (ys.Length - 1 > budget.Limits.MaxRows || (long)xs.Length * ys.Length > MaxFields)
        {
            throw budget.Refuse($"PDF 的表格超过 {budget.Limits.MaxRows} 行，不予读取。");
        }

        var lattice = new Lattice(xs, ys, net.Inferred);
        lattice.FindCells(net, budget);
        return lattice;
    }

    /// <summary>The index of the cell around a point, or -1.</summary>
    public int CellAt(double x, double y)
    {
        if (x < _xs[0] || x >= _xs[^1] || y > _ys[0] || y <= _ys[^1])
        {
            return -1;
        }

        int column = Array.BinarySearch(_xs, x);
        int row = Array.BinarySearch(_ys, y, Comparer<double>.Create((a, b) => b.CompareTo(a)));
        return _cellOf[row < 0 ? ~row - 1 : Math.Min(row, RowCount - 1), column < 0 ? ~column - 1 : column];
    }

    /// <summary>Whether a point lies within the outermost lines.</summary>
    public bool Contains(double x, double y) => x >= _xs[0] && x <= _xs[^1] && y <= _ys[0] && y >= _ys[^1];

    private void FindCells(RuleNet net, ReadBudget budget)
    {
        int rows = RowCount;
        int columns = _xs.Length - 1;
        var wallLeft = new bool[rows, columns + 1];
        var wallAbove = new bool[rows + 1, columns];
        foreach (Rule rule in net.Down)
        {
            int column = Array.BinarySearch(_xs, rule.At);
            for (int row = RowBelow(rule.To); row < rows && _ys[row] > rule.From; row++)
            {
                double covered = Math.Min(_ys[row], rule.To) - Math.Max(_ys[row + 1], rule.From);
                wallLeft[row, column] |= covered > WallShare * (_ys[row] - _ys[row + 1]);
            }
        }

        foreach (Rule rule in net.Across)
        {
            int row = RowBelow(rule.At);
            for (int column = ColumnBehind(rule.From); column < columns && _xs[column] < rule.To; column++)
            {
                double covered = Math.Min(_xs[column + 1], rule.To) - Math.Max(_xs[column], rule.From);
                wallAbove[row, column] |= covered > WallShare * (_xs[column + 1] - _xs[column]);
            }
        }

        budget.Check();
        Number(wallLeft, wallAbove);
    }

    private int RowBelow(double y)
    {
        int row = Array.BinarySearch(_ys, y, Comparer<double>.Create((a, b) => b.CompareTo(a)));
        return Math.Max(0, row < 0 ? ~row - 1 : row);
    }

    private int ColumnBehind(double x)
    {
        int column = Array.BinarySearch(_xs, x);
        return Math.Max(0, column < 0 ? ~column - 1 : column);
    }

    /// <summary>Floods the fields between walls, in reading order of their first.</summary>
    private void Number(bool[,] wallLeft, bool[,] wallAbove)
    {
        const int unseen = 0;
        int rows = RowCount;
        int columns = _xs.Length - 1;
        var regions = new int[rows, columns];
        var fields = new List<(int Row, int Column)>();
        var pending = new Stack<(int Row, int Column)>();
        for (int i = 0; i < rows * columns; i++)
        {
            if (regions[i / columns, i % columns] != unseen)
            {
                continue;
            }

            fields.Clear();
            MissingEdges open = MissingEdges.None;
            regions[i / columns, i % columns] = i + 1;
            pending.Push((i / columns, i % columns));
            while (pending.TryPop(out (int Row, int Column) field))
            {
                fields.Add(field);
                (int row, int column) = field;
                Go(wallLeft[row, column], row, column - 1, MissingEdges.Left);
                Go(wallLeft[row, column + 1], row, column + 1, MissingEdges.Right);
                Go(wallAbove[row, column], row - 1, column, MissingEdges.Top);
                Go(wallAbove[row + 1, column], row + 1, column, MissingEdges.Bottom);
            }

            AddRegion(fields, open);

            void Go(bool wall, int row, int column, MissingEdges edge)
            {
                if (wall)
                {
                    return;
                }

                if (row < 0 || row >= rows || column < 0 || column >= columns)
                {
                    open |= edge;
                }
                else if (regions[row, column] == unseen)
                {
                    regions[row, column] = i + 1;
                    pending.Push((row, column));
                }
            }
        }
    }

    private void AddRegion(List<(int Row, int Column)> region, MissingEdges open)
    {
        int top = region.Min(field => field.Row);
        int bottom = region.Max(field => field.Row) + 1;
        int left = region.Min(field => field.Column);
        int right = region.Max(field => field.Column) + 1;
        if (BitOperations.PopCount((uint)open) > 1 || (open != MissingEdges.None && !IsWhole()))
        {
            // Open on one side is a cell that a page break cut; on two it is no cell but a corner that the table leaves out.
            region.ForEach(field => _cellOf[field.Row, field.Column] = Outside);
        }
        else if (IsWhole())
        {
            AddCell(top, left, bottom, right, open);
        }
        else
        {
            // A cell with corners is none; its fields are the best that can be said.
            region.ForEach(field => AddCell(field.Row, field.Column, field.Row + 1, field.Column + 1, open, CrookedDoubt));
        }

        bool IsWhole() => (bottom - top) * (right - left) == region.Count;
    }

    private MissingEdges InferredEdges(int top, int left, int bottom, int right) =>
        _missing & ((top == 0 ? MissingEdges.Top : MissingEdges.None)
            | (bottom == RowCount ? MissingEdges.Bottom : MissingEdges.None)
            | (left == 0 ? MissingEdges.Left : MissingEdges.None)
            | (right == _xs.Length - 1 ? MissingEdges.Right : MissingEdges.None));

    private void AddCell(int top, int left, int bottom, int right, MissingEdges open, double doubt = 1)
    {
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                _cellOf[row, column] = Cells.Count;
            }
        }

        open |= InferredEdges(top, left, bottom, right);
        doubt = Math.Min(doubt, open == MissingEdges.None ? 1 : InferredDoubt);
        Cells.Add(new LatticeCell(top, left, bottom - top, right - left, _xs[left], _xs[right], _ys[top], _ys[bottom], open, doubt));
    }
}

/// <summary>A cell on one page.</summary>
/// <param name="Row">The first of the page's rows that it covers.</param>
/// <param name="Column">The first of the page's columns that it covers.</param>
/// <param name="RowSpan">How many rows it covers.</param>
/// <param name="ColumnSpan">How many columns it covers.</param>
/// <param name="Left">Its left edge.</param>
/// <param name="Right">Its right edge.</param>
/// <param name="Top">Its upper edge, the greater y.</param>
/// <param name="Bottom">Its lower edge.</param>
/// <param name="Open">Where it has no border.</param>
/// <param name="Doubt">How sure its bounds are.</param>
internal readonly record struct LatticeCell(int Row, int Column, int RowSpan, int ColumnSpan, double Left, double Right, double Top, double Bottom, MissingEdges Open, double Doubt);
