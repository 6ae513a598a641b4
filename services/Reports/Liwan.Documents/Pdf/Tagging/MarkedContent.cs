using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf.Tagging;

/// <summary>Which pieces of the pages belong to which part of the form: what a document's structure points at.</summary>
internal sealed class MarkedContent(int cells)
{
    private readonly List<MarkedPiece>?[] _ofCell = new List<MarkedPiece>?[cells];
    private readonly List<MarkedPiece>?[] _ofRole = new List<MarkedPiece>?[Enum.GetValues<LineRole>().Length];
    private readonly List<(PlacedFigure Figure, MarkedPiece Piece)> _figures = [];
    private readonly bool[] _complete = new bool[cells];
    private readonly List<List<Owner>> _pages = [];

    /// <summary>For each page, who owns its pieces, in the order of their numbers.</summary>
    public IReadOnlyList<IReadOnlyList<Owner>> Pages => _pages;

    /// <summary>The pieces of a cell; empty where it has no text.</summary>
    public IReadOnlyList<MarkedPiece> OfCell(int cell) => _ofCell[cell] ?? [];

    /// <summary>The pieces of a line outside the table.</summary>
    public IReadOnlyList<MarkedPiece> OfRole(LineRole role) => _ofRole[(int)role] ?? [];

    /// <summary>The drawings with their pieces, in reading order.</summary>
    public IReadOnlyList<(PlacedFigure Figure, MarkedPiece Piece)> Figures => _figures;

    /// <summary>Goes on to the next page, which is the object <paramref name="page"/> of the file.</summary>
    public PageMarks NextPage(int page)
    {
        _pages.Add([]);
        return new PageMarks(this, page, _pages[^1]);
    }

    /// <summary>Hands out the numbers of the pieces of one page.</summary>
    internal readonly struct PageMarks(MarkedContent content, int page, List<Owner> owners)
    {
        /// <summary>The number of the next piece, which belongs to a cell; -1 where the cell stands on an earlier page already and is printed again only for the eye.</summary>
        public int Mark(PlacedCell placed)
        {
            if (content._complete[placed.Cell])
            {
                return -1;
            }

            content._complete[placed.Cell] = placed.Lines.Length > 0 && IsLast(placed.Lines[^1]);
            return Add(content._ofCell[placed.Cell] ??= [], new Owner(placed.Cell, LineRole.OfCell));
        }

        /// <summary>The number of the next piece, which belongs to a line outside the table.</summary>
        public int Mark(LineRole role) => Add(content._ofRole[(int)role] ??= [], new Owner(-1, role));

        /// <summary>The number of the next piece, which is a drawing.</summary>
        public int Mark(PlacedFigure figure)
        {
            content._figures.Add((figure, new MarkedPiece(page, owners.Count)));
            owners.Add(new Owner(content._figures.Count - 1, LineRole.OfFigure));
            return owners.Count - 1;
        }

        private int Add(List<MarkedPiece> pieces, Owner owner)
        {
            pieces.Add(new MarkedPiece(page, owners.Count));
            owners.Add(owner);
            return owners.Count - 1;
        }

        private static bool IsLast(PlacedLine line) => line.Line == line.Text.Lines.Length - 1;
    }
}

/// <summary>A piece of a page's content that has a number.</summary>
/// <param name="Page">The object of the page.</param>
/// <param name="Id">Its number on the page, from 0.</param>
internal readonly record struct MarkedPiece(int Page, int Id);

/// <summary>What a piece belongs to.</summary>
/// <param name="Index">The cell's index in the grid, or that of the drawing; -1 for a line outside the table.</param>
/// <param name="Role">What it is.</param>
internal readonly record struct Owner(int Index, LineRole Role);
