using System.Globalization;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf.Tagging;

/// <summary>Writes a form's logical structure (ISO 32000-1, 14.7 and 14.8): the heading and one table, whose cells know their heads, so that it can be read aloud.</summary>
internal sealed class StructureTree
{
    private static readonly LineRole[] Above = [LineRole.Attachment, LineRole.Title, LineRole.Year, LineRole.Seal, LineRole.Unit];

    private readonly PdfFile _file;
    private readonly FormGrid _grid;
    private readonly MarkedContent _content;
    private readonly int[] _cells;
    private readonly int[] _lines = new int[Enum.GetValues<LineRole>().Length];
    private readonly CellHeads _heads;

    private StructureTree(PdfFile file, FormGrid grid, MarkedContent content)
    {
        _file = file;
        _grid = grid;
        _content = content;
        _cells = new int[grid.Cells.Count];
        _heads = new CellHeads(grid);
    }

    /// <summary>Writes the structure of <paramref name="grid"/>.</summary>
    /// <returns>The object of its root.</returns>
    public static int Write(PdfFile file, FormGrid grid, MarkedContent content) => new StructureTree(file, grid, content).Write();

    private int Write()
    {
        int root = _file.Reserve();
        int document = _file.Reserve();
        int table = _file.Reserve();
        var kids = new List<int>();
        kids.AddRange(Above.Where(role => _content.OfRole(role).Count > 0).Select(role => WriteLine(role, document)));
        kids.Add(table);
        if (_content.OfRole(LineRole.Note).Count > 0)
        {
            kids.Add(WriteLine(LineRole.Note, document));
        }

        WriteTable(table, document);
        _file.Begin(document).Syntax($"<</Type/StructElem/S/Document/P {root} 0 R/K[{References(kids)}]>>");
        _file.End();
        int parents = WriteParents();
        PdfBuffer entries = _file.Begin(root).Syntax($"<</Type/StructTreeRoot/K[{document} 0 R]/ParentTree {parents} 0 R/ParentTreeNextKey {_content.Pages.Count}");
        WriteIds(entries);
        entries.Raw(">>"u8);
        _file.End();
        return root;
    }

    private int WriteLine(LineRole role, int parent)
    {
        int number = _lines[(int)role] = _file.Reserve();
        PdfBuffer entries = _file.Begin(number).Syntax($"<</Type/StructElem/S/{(role == LineRole.Title ? "H1" : "P")}/P {parent} 0 R");
        WritePieces(entries, _content.OfRole(role));
        entries.Raw(">>"u8);
        _file.End();
        return number;
    }

    private void WriteTable(int table, int document)
    {
        var rows = new List<int>(_grid.Rows.Count);
        int next = 0;
        for (int row = 0; row < _grid.Rows.Count; row++)
        {
            int number = _file.Reserve();
            int first = next;
            for (; next < _grid.Cells.Count && _grid.Cells[next].Row == row; next++)
            {
                WriteCell(next, number);
            }

            _file.Begin(number).Syntax($"<</Type/StructElem/S/TR/P {table} 0 R/K[{References(_cells[first..next])}]>>");
            _file.End();
            rows.Add(number);
        }

        _file.Begin(table).Syntax($"<</Type/StructElem/S/Table/P {document} 0 R/K[{References(rows)}]>>");
        _file.End();
    }

    private void WriteCell(int index, int row)
    {
        GridCell cell = _grid.Cells[index];
        bool isHead = cell.Role is CellRole.ColumnHead or CellRole.RowHead;
        int number = _cells[index] = _file.Reserve();
        PdfBuffer entries = _file.Begin(number).Syntax($"<</Type/StructElem/S/{(isHead ? "TH" : "TD")}/P {row} 0 R");
        if (isHead)
        {
            entries.Syntax($"/ID({CellHeads.Id(index)})");
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
            entries.Syntax($"/Headers[{string.Concat(heads.Select(head => $"({CellHeads.Id(head)})"))}]");
        }

        entries.Raw(">>"u8);
        WritePieces(entries, _content.OfCell(index));
        entries.Raw(">>"u8);
        _file.End();
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

    /// <summary>From the pieces of each page back to what owns them.</summary>
    private int WriteParents()
    {
        int number = _file.Reserve();
        PdfBuffer entries = _file.Begin(number).Raw("<</Nums["u8);
        for (int page = 0; page < _content.Pages.Count; page++)
        {
            entries.Integer(page).Syntax($"[{References(_content.Pages[page].Select(owner => owner.Cell < 0 ? _lines[(int)owner.Role] : _cells[owner.Cell]))}]");
        }

        entries.Raw("]>>"u8);
        _file.End();
        return number;
    }

    private void WriteIds(PdfBuffer entries)
    {
        IReadOnlyList<int> heads = _heads.All;
        if (heads.Count == 0)
        {
            return;
        }

        entries.Syntax($"/IDTree<</Kids[<</Limits[({CellHeads.Id(heads[0])})({CellHeads.Id(heads[^1])})]/Names[");
        foreach (int head in heads)
        {
            entries.Syntax(string.Create(CultureInfo.InvariantCulture, $"({CellHeads.Id(head)}){_cells[head]} 0 R "));
        }

        entries.Raw("]>>]>>"u8);
    }

    private static string References(IEnumerable<int> objects) => string.Join(' ', objects.Select(number => $"{number} 0 R"));
}
