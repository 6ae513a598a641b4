using System.Globalization;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Pdf.Tagging;

/// <summary>Which heads speak for a cell: the heads of its columns, and the labels beside it. Column heads stand within the table, so a reader cannot tell this from their scope.</summary>
internal sealed class CellHeads
{
    private readonly List<int>[] _ofRow;
    private readonly List<int> _all = [];
    private readonly FormGrid _grid;
    private readonly int _part;

    /// <param name="grid">The table.</param>
    /// <param name="part">The number of the table in its document, from 0.</param>
    public CellHeads(FormGrid grid, int part)
    {
        _grid = grid;
        _part = part;
        _ofRow = new List<int>[grid.Rows.Count];
        for (int i = 0; i < grid.Cells.Count; i++)
        {
            GridCell cell = grid.Cells[i];
            if (cell.Role is not (CellRole.ColumnHead or CellRole.RowHead))
            {
                continue;
            }

            _all.Add(i);
            for (int row = cell.Row; row < cell.Row + cell.RowSpan; row++)
            {
                (_ofRow[row] ??= []).Add(i);
            }
        }
    }

    /// <summary>All heads, by their identifiers.</summary>
    public IReadOnlyList<int> All => _all;

    /// <summary>The identifier of a head: of equal length for all, so that they sort as their tables and cells do.</summary>
    public string Id(int cell) => string.Create(CultureInfo.InvariantCulture, $"h{_part:00000}-{cell:000000}");

    /// <summary>The heads of <paramref name="cell"/>: of its columns first, then the labels of its rows.</summary>
    public IReadOnlyList<int> Of(GridCell cell)
    {
        var heads = new List<int>();
        if (_grid.Rows[cell.Row].HeadRow is { } headRow)
        {
            heads.AddRange(_ofRow[headRow].Where(head => _grid.Cells[head] is { Role: CellRole.ColumnHead } column
                && column.Column < cell.Column + cell.ColumnSpan && cell.Column < column.Column + column.ColumnSpan));
        }

        heads.AddRange((_ofRow[cell.Row] ?? []).Where(head => _grid.Cells[head] is { Role: CellRole.RowHead } label && label.Column < cell.Column));
        return heads;
    }
}
