using System.Globalization;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;
using static Liwan.Documents.Pdf.Tagging.StructureTree;

namespace Liwan.Documents.Pdf.Tagging;

/// <summary>The structure of one table, of the lines around it and of the drawings under it.</summary>
internal sealed class StructurePart(PdfFile file, FormGrid grid, MarkedContent content, int number, int parent)
{
    private static readonly LineRole[] Above = [LineRole.Attachment, LineRole.Title, LineRole.Year, LineRole.Seal, LineRole.Unit];

    private readonly int[] _cells = new int[grid.Cells.Count];
    private readonly int[] _lines = new int[Enum.GetValues<LineRole>().Length];
    private readonly List<int> _figures = [];
    private readonly CellHeads _heads = new(grid, number);

    /// <summary>Writes the lines, the table and the drawings.</summary>
    /// <returns>Their objects in reading order.</returns>
    public List<int> Write()
    {
        int table = file.Reserve();
        var kids = new List<int>();
        kids.AddRange(Above.Where(role => content.OfRole(role).Count > 0).Select(WriteLine));
        kids.Add(table);
        if (content.OfRole(LineRole.Note).Count > 0)
        {
            kids.Add(WriteLine(LineRole.Note));
        }

        WriteTable(table);
        _figures.AddRange(content.Figures.Select(placed => WriteFigure(placed.Figure, placed.Piece)));
        kids.AddRange(_figures);
        return kids;
    }

    /// <summary>Writes for each page the way from its pieces back to what owns them.</summary>
    /// <returns>An object a page.</returns>
    public IEnumerable<int> WriteParents()
    {
        foreach (IReadOnlyList<Owner> owners in content.Pages)
        {
            int parents = file.Reserve();
            file.Begin(parents).Syntax($"[{References(owners.Select(ObjectOf))}]");
            file.End();
            yield return parents;
        }
    }

    /// <summary>Writes the way from the identifiers of the heads to the heads.</summary>
    /// <returns>A leaf of the tree of identifiers; none without heads.</returns>
    public IEnumerable<int> WriteIds()
    {
        IReadOnlyList<int> heads = _heads.All;
        if (heads.Count == 0)
        {
            yield break;
        }

        int leaf = file.Reserve();
        PdfBuffer entries = file.Begin(leaf).Syntax($"<</Limits[({_heads.Id(heads[0])})({_heads.Id(heads[^1])})]/Names[");
        foreach (int head in heads)
        {
            entries.Syntax(string.Create(CultureInfo.InvariantCulture, $"({_heads.Id(head)}){_cells[head]} 0 R "));
        }

        entries.Raw("]>>"u8);
        file.End();
        yield return leaf;
    }

    private int ObjectOf(Owner owner) => owner.Role switch
    {
        LineRole.OfCell => _cells[owner.Index],
        LineRole.OfFigure => _figures[owner.Index],
        _ => _lines[(int)owner.Role],
    };

    private int WriteFigure(PlacedFigure figure, MarkedPiece piece)
    {
        int element = file.Reserve();
        Box box = figure.Box;
        PdfBuffer entries = file.Begin(element).Syntax($"<</Type/StructElem/S/Figure/P {parent} 0 R/Alt").Text(figure.Alternative).Raw("/A<</O/Layout/Placement/Block/BBox["u8);
        entries.Number(box.Left).Number(PageGeometry.Height - box.Bottom).Number(box.Right).Number(PageGeometry.Height - box.Top).Raw("]>>"u8);
        WritePieces(entries, [piece]);
        entries.Raw(">>"u8);
        file.End();
        return element;
    }

    private int WriteLine(LineRole role)
    {
        int line = _lines[(int)role] = file.Reserve();
        PdfBuffer entries = file.Begin(line).Syntax($"<</Type/StructElem/S/{(role == LineRole.Title ? "H1" : "P")}/P {parent} 0 R");
        WritePieces(entries, content.OfRole(role));
        entries.Raw(">>"u8);
        file.End();
        return line;
    }

    private void WriteTable(int table)
    {
        var rows = new List<int>(grid.Rows.Count);
        int next = 0;
        for (int row = 0; row < grid.Rows.Count; row++)
        {
            int element = file.Reserve();
            int first = next;
            for (; next < grid.Cells.Count && grid.Cells[next].Row == row; next++)
            {
                WriteCell(next, element);
            }

            file.Begin(element).Syntax($"<</Type/StructElem/S/TR/P {table} 0 R/K[{References(_cells[first..next])}]>>");
            file.End();
            rows.Add(element);
        }

        file.Begin(table).Syntax($"<</Type/StructElem/S/Table/P {parent} 0 R/K[{References(rows)}]>>");
        file.End();
    }

    private void WriteCell(int index, int row)
    {
        GridCell cell = grid.Cells[index];
        bool isHead = cell.Role is CellRole.ColumnHead or CellRole.RowHead;
        int element = _cells[index] = file.Reserve();
        PdfBuffer entries = file.Begin(element).Syntax($"<</Type/StructElem/S/{(isHead ? "TH" : "TD")}/P {row} 0 R");
        if (isHead)
        {
            entries.Syntax($"/ID({_heads.Id(index)})");
        }

        entries.Raw("/A<</O/Table"u8);
        if (isHead)
        {
            entries.Syntax(cell.Role == CellRole.ColumnHead ? "/Scope/Column" : "/Scope/Row");
        }

        if (cell.ColumnSpan > 1)
        {
            entries.Raw("/ColSpan "u8).Integer(cell.ColumnSpan);
        }

        if (cell.RowSpan > 1)
        {
            entries.Raw("/RowSpan "u8).Integer(cell.RowSpan);
        }

        IReadOnlyList<int> heads = isHead ? [] : _heads.Of(cell);
        if (heads.Count > 0)
        {
            entries.Syntax($"/Headers[{string.Concat(heads.Select(head => $"({_heads.Id(head)})"))}]");
        }

        entries.Raw(">>"u8);
        WritePieces(entries, content.OfCell(index));
        entries.Raw(">>"u8);
        file.End();
    }

    private static void WritePieces(PdfBuffer entries, IReadOnlyList<MarkedPiece> pieces)
    {
        if (pieces.Count == 0)
        {
            return;
        }

        entries.Raw("/Pg "u8).Integer(pieces[0].Page).Raw(" 0 R/K["u8);
        foreach (MarkedPiece piece in pieces)
        {
            if (piece.Page == pieces[0].Page)
            {
                entries.Integer(piece.Id).Raw(" "u8);
            }
            else
            {
                entries.Raw("<</Type/MCR/Pg "u8).Integer(piece.Page).Raw(" 0 R/MCID "u8).Integer(piece.Id).Raw(">>"u8);
            }
        }

        entries.Raw("]"u8);
    }
}
