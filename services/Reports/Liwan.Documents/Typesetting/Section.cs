using Liwan.Documents.Fonts;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Typesetting;

/// <summary>Rows under one row of column heads, or a single row without heads, with the label that spans them all, if any.</summary>
internal sealed class Section(List<CellFlow> head, CellFlow? label)
{
    /// <summary>The cells of the head row; empty where there is none.</summary>
    public List<CellFlow> Head => head;

    /// <summary>The height of the head row; 0 without one.</summary>
    public double HeadHeight { get; } = head.Count == 0 ? 0 : Math.Max(PageGeometry.MinRowHeight, head.Max(flow => flow.FullHeight));

    /// <summary>The cell that spans the section from its head row on, if any.</summary>
    public CellFlow? Label => label;

    /// <summary>The rows under the head, tied together where cells span several.</summary>
    public List<Band> Bands { get; } = [];

    /// <summary>Sets every cell of the grid and divides its rows into sections and bands.</summary>
    public static List<Section> Divide(FormGrid grid, FontSet fonts)
    {
        double[] edges = ColumnEdges(grid.ColumnShares);
        var cellsOfRow = new List<CellFlow>[grid.Rows.Count];
        for (int i = 0; i < cellsOfRow.Length; i++)
        {
            cellsOfRow[i] = [];
        }

        for (int i = 0; i < grid.Cells.Count; i++)
        {
            GridCell cell = grid.Cells[i];
            cellsOfRow[cell.Row].Add(Set(i, cell, edges[cell.Column], edges[cell.Column + cell.ColumnSpan], fonts));
        }

        var sections = new List<Section>();
        for (int row = 0; row < grid.Rows.Count;)
        {
            int first = row;
            int? headRow = grid.Rows[row].HeadRow;
            var section = new Section([], null);
            if (headRow == row)
            {
                CellFlow? label = cellsOfRow[row].Find(flow => flow.Cell.RowSpan > 1);
                section = new Section([.. cellsOfRow[row].Where(flow => flow != label)], label);
                row++;
            }

            while (row < grid.Rows.Count && (headRow is null ? row == first : grid.Rows[row].HeadRow == headRow))
            {
                int span = cellsOfRow[row].Max(flow => flow.Cell.RowSpan);
                section.Bands.Add(MakeBand(cellsOfRow.AsSpan(row, span)));
                row += span;
            }

            sections.Add(section);
        }

        return sections;
    }

    private static Band MakeBand(ReadOnlySpan<List<CellFlow>> cellsOfRow)
    {
        int span = cellsOfRow.Length;
        var rows = new List<CellFlow>[span];
        var spanning = new List<CellFlow>();
        CellFlow? label = null;
        for (int i = 0; i < span; i++)
        {
            rows[i] = [];
            foreach (CellFlow flow in cellsOfRow[i])
            {
                if (flow.Cell.Role == CellRole.RowHead && label is null)
                {
                    label = flow;
                }
                else
                {
                    (flow.Cell.RowSpan == span && span > 1 ? spanning : rows[i]).Add(flow);
                }
            }
        }

        return new Band(rows, spanning, label);
    }

    private static CellFlow Set(int index, GridCell cell, double left, double right, FontSet fonts)
    {
        FontFace face = cell.Role is CellRole.ColumnHead or CellRole.RowHead ? fonts.Bold : fonts.Regular;
        double width = right - left - (2 * PageGeometry.PaddingX);
        TypesetText text = cell.Role == CellRole.Paragraph
            ? LineBreaker.Break(cell.Text, face, PageGeometry.BodySize, width)
            : LineBreaker.BreakEvenly(cell.Text, face, PageGeometry.BodySize, width);
        return new CellFlow(index, cell, text, left, right);
    }

    private static double[] ColumnEdges(IReadOnlyList<double> shares)
    {
        var edges = new double[shares.Count + 1];
        double share = 0;
        for (int i = 0; i < shares.Count; i++)
        {
            edges[i] = PageGeometry.Left + (share * (PageGeometry.Right - PageGeometry.Left));
            share += shares[i];
        }

        edges[^1] = PageGeometry.Right;
        return edges;
    }
}
