using System.Globalization;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Pdf.Tagging;

/// <summary>The logical structure of a document (ISO 32000-1, 14.7 and 14.8): each part a heading and a table, whose cells know their heads, so that it can be read aloud.</summary>
internal sealed class StructureTree
{
    private readonly PdfFile _file;
    private readonly int _root;
    private readonly int _document;
    private readonly List<int> _kids = [];
    private readonly List<int> _parentsOfPages = [];
    private readonly List<int> _ids = [];
    private int _parts;

    /// <summary>Begins the structure of a document.</summary>
    public StructureTree(PdfFile file)
    {
        _file = file;
        _root = file.Reserve();
        _document = file.Reserve();
    }

    /// <summary>How many pages it covers: the key of the next one.</summary>
    public int Pages => _parentsOfPages.Count;

    /// <summary>Adds a table with the lines around it.</summary>
    /// <param name="grid">The table.</param>
    /// <param name="content">Where its pieces stand on the pages that follow <see cref="Pages"/>.</param>
    /// <param name="place">Where it stands in the document.</param>
    public void Add(FormGrid grid, MarkedContent content, PartPlace place)
    {
        int parent = place == PartPlace.Body ? _document : _file.Reserve();
        var part = new StructurePart(_file, grid, content, _parts++, parent);
        List<int> kids = part.Write();
        _parentsOfPages.AddRange(part.WriteParents());
        _ids.AddRange(part.WriteIds());
        if (place == PartPlace.Body)
        {
            _kids.AddRange(kids);
            return;
        }

        _file.Begin(parent).Syntax($"<</Type/StructElem/S/Sect/P {_document} 0 R/K[{References(kids)}]>>");
        _file.End();
        _kids.Insert(place == PartPlace.FrontSection ? 0 : _kids.Count, parent);
    }

    /// <summary>Writes what holds the parts together.</summary>
    /// <returns>The object of the root.</returns>
    public int Write()
    {
        _file.Begin(_document).Syntax($"<</Type/StructElem/S/Document/P {_root} 0 R/K[{References(_kids)}]>>");
        _file.End();
        int parents = _file.Reserve();
        PdfBuffer pages = _file.Begin(parents).Raw("<</Nums["u8);
        for (int page = 0; page < _parentsOfPages.Count; page++)
        {
            pages.Integer(page).Syntax(string.Create(CultureInfo.InvariantCulture, $" {_parentsOfPages[page]} 0 R "));
        }

        pages.Raw("]>>"u8);
        _file.End();
        PdfBuffer root = _file.Begin(_root).Syntax($"<</Type/StructTreeRoot/K[{_document} 0 R]/ParentTree {parents} 0 R/ParentTreeNextKey {Pages}");
        root.Syntax(_ids.Count > 0 ? $"/IDTree<</Kids[{References(_ids)}]>>" : "").Raw(">>"u8);
        _file.End();
        return _root;
    }

    /// <summary>References to objects, as the elements of an array.</summary>
    public static string References(IEnumerable<int> objects) => string.Join(' ', objects.Select(number => $"{number} 0 R"));
}
