using Liwan.Documents.Layout;

namespace Liwan.Documents.Typesetting;

/// <summary>A cell's text on its way onto the pages: how many of its lines are placed already.</summary>
internal sealed class CellFlow(int index, GridCell cell, TypesetText text, double left, double right)
{
    /// <summary>Up to this many lines a short text is centred; more lines read better flush left.</summary>
    private const int MaxCentredLines = 4;

    private int _placed;

    public GridCell Cell => cell;

    public int LinesLeft => text.Lines.Length - _placed;

    /// <summary>The height that the lines still to be placed need.</summary>
    public double HeightLeft => PageGeometry.CellHeight(LinesLeft);

    /// <summary>The height that all lines need.</summary>
    public double FullHeight => PageGeometry.CellHeight(text.Lines.Length);

    /// <summary>How many of the remaining lines to place into a height: as many as fit, but not all but one, since a single line left over looks lost.</summary>
    public int LinesFor(double height)
    {
        int fitting = Math.Min(LinesLeft, PageGeometry.LinesIn(height));
        return LinesLeft - fitting == 1 && fitting > 2 ? fitting - 1 : fitting;
    }

    /// <summary>Places the next lines into a box and counts them as placed.</summary>
    public PlacedCell PlaceNext(int count, double top, double bottom)
    {
        PlacedCell placed = Place(_placed, count, top, bottom);
        _placed += count;
        return placed;
    }

    /// <summary>Places the whole text into a box, however often.</summary>
    public PlacedCell PlaceAll(double top, double bottom) => Place(0, text.Lines.Length, top, bottom);

    private PlacedCell Place(int first, int count, double top, double bottom)
    {
        bool whole = first == 0 && count == text.Lines.Length;
        double room = bottom - top - (count * PageGeometry.LineHeight);
        double lineTop = top + (whole ? room / 2 : PageGeometry.PaddingY);
        double leading = (PageGeometry.LineHeight - text.Size) / 2;
        var lines = new PlacedLine[count];
        for (int i = 0; i < count; i++)
        {
            lines[i] = Align(first + i, lineTop + leading + (PageGeometry.Ascent * text.Size));
            lineTop += PageGeometry.LineHeight;
        }

        return new PlacedCell(index, new Box(left, top, right, bottom), lines);
    }

    private PlacedLine Align(int line, double baseline)
    {
        double start = left + PageGeometry.PaddingX;
        double width = right - left - (2 * PageGeometry.PaddingX);
        if (IsCentred)
        {
            return new PlacedLine(text, line, start + Math.Max(0, (width - text.LineWidth(line)) / 2), baseline, Stretch: 0);
        }

        double stretch = text.Lines[line].EndsParagraph ? 0 : text.Justification(line, width);
        return new PlacedLine(text, line, start, baseline, stretch);
    }

    private bool IsCentred => cell.Role switch
    {
        CellRole.Paragraph => false,
        CellRole.ShortText => text.Lines.Length <= MaxCentredLines,
        _ => true,
    };
}
