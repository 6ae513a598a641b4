namespace Liwan.Documents.Reading;

/// <summary>The cells of a table by their place, and which of them have been understood.</summary>
internal sealed class CellTable
{
    private readonly FoundCell?[,] _at;
    private readonly HashSet<FoundCell> _used = new(ReferenceEqualityComparer.Instance);

    public CellTable(IReadOnlyList<FoundCell> cells)
    {
        Cells = cells;
        Rows = cells.Count == 0 ? 0 : cells.Max(cell => cell.Row + cell.RowSpan);
        Columns = cells.Count == 0 ? 0 : cells.Max(cell => cell.Column + cell.ColumnSpan);
        _at = new FoundCell?[Rows, Columns];
        foreach (FoundCell cell in cells)
        {
            for (int row = cell.Row; row < cell.Row + cell.RowSpan; row++)
            {
                for (int column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
                {
                    _at[row, column] ??= cell;
                }
            }
        }
    }

    public IReadOnlyList<FoundCell> Cells { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The cell that covers a place; null where there is none.</summary>
    public FoundCell? At(int row, int column) => row >= 0 && row < Rows && column >= 0 && column < Columns ? _at[row, column] : null;

    /// <summary>The cells that begin in a row, left to right.</summary>
    public IEnumerable<FoundCell> Row(int row)
    {
        for (int column = 0; column < Columns; column++)
        {
            if (At(row, column) is { } cell && cell.Row == row && cell.Column == column)
            {
                yield return cell;
            }
        }
    }

    /// <summary>Counts a cell as understood.</summary>
    public void Use(FoundCell cell) => _used.Add(cell);

    /// <summary>What says something and was not understood.</summary>
    public IEnumerable<FoundCell> Unused => Cells.Where(cell => !_used.Contains(cell) && !string.IsNullOrWhiteSpace(cell.Text));
}
