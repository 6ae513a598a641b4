using System.Runtime.InteropServices;
using Liwan.Documents.Fonts;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Tagging;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Pdf;

/// <summary>Writes the drawing operators of one page.</summary>
internal sealed class PageContent(PdfFonts fonts)
{
    private const double RuleWidth = 0.5;
    private const double HatchSpacing = 3;
    private const double MarkSize = 150;
    private const double MarkGrey = 0.92;

    private readonly PdfBuffer _content = new();
    private FontSubset? _subset;
    private double _size;
    private double _spacing;

    public ReadOnlySpan<byte> Bytes => _content.Written;

    /// <summary>A large pale mark across the page; drawn first, so that it lies under the form.</summary>
    public void Mark(string text)
    {
        const double sine = 0.5;
        double cosine = Math.Sqrt(1 - (sine * sine));
        TypesetText mark = LineBreaker.Break(text, fonts.Bold.Face, MarkSize, PageGeometry.Width);
        double half = mark.LineWidth(0) / 2;
        double drop = MarkSize * (PageGeometry.Ascent - 0.5);
        double x = (PageGeometry.Width / 2) - (half * cosine) + (drop * sine);
        double y = (PageGeometry.Height / 2) - (half * sine) - (drop * cosine);
        _content.Raw("/Artifact<</Type/Pagination/Subtype/Watermark>>BDC q "u8).Number(MarkGrey).Raw("g BT\n"u8);
        Matrix(cosine, sine, x, y);
        Show(mark, 0, stretch: 0);
        _content.Raw("ET Q EMC\n"u8);
        // Q also restores the font, so the next line has to choose its own.
        _subset = null;
    }

    public void Page(FormPage page, FormGrid grid, MarkedContent.PageMarks marks)
    {
        _content.Raw("/Artifact BMC\n"u8).Number(RuleWidth).Raw("w\n"u8);
        foreach (PlacedCell cell in page.Cells)
        {
            _content.Number(cell.Box.Left).Number(PageGeometry.Height - cell.Box.Bottom).Number(cell.Box.Width).Number(cell.Box.Height).Raw("re\n"u8);
        }

        _content.Raw("S\nEMC\nBT\n"u8);
        // The heading comes before the table, the note and the footer behind it.
        double tableTop = page.Cells.Count == 0 ? 0 : page.Cells[0].Box.Top;
        LinesOutside(page.Lines.Where(line => line.Baseline <= tableTop), marks);
        foreach (PlacedCell cell in page.Cells)
        {
            if (cell.Lines.Length > 0)
            {
                bool isHead = grid.Cells[cell.Cell].Role is CellRole.ColumnHead or CellRole.RowHead;
                Begin(isHead ? "/TH"u8 : "/TD"u8, marks.Mark(cell));
                Lines(cell.Lines);
                _content.Raw("EMC\n"u8);
            }
        }

        LinesOutside(page.Lines.Where(line => line.Baseline > tableTop), marks);
        _content.Raw("ET\n"u8);
        foreach (PlacedFigure figure in page.Figures)
        {
            Figure(figure, marks.Mark(figure));
        }
    }

    private void Figure(PlacedFigure figure, int id)
    {
        Begin("/Figure"u8, id);
        _content.Number(RuleWidth).Raw("w\n"u8);
        foreach (PlacedBar bar in figure.Bars)
        {
            Bar(bar);
        }

        foreach (PlacedRule rule in figure.Rules)
        {
            Segment(rule.StartX, rule.StartY, rule.EndX, rule.EndY);
        }

        _content.Raw("S\nBT\n"u8);
        Lines(CollectionsMarshal.AsSpan(figure.Lines));
        _content.Raw("ET\nEMC\n"u8);
    }

    private void Bar(PlacedBar bar)
    {
        Box box = bar.Box;
        _content.Number(box.Left).Number(PageGeometry.Height - box.Bottom).Number(box.Width).Number(box.Height).Raw("re\n"u8);
        if (bar.Fill != BarFill.Hatched)
        {
            return;
        }

        for (double x = box.Left - box.Height + (HatchSpacing / 2); x < box.Right; x += HatchSpacing)
        {
            // From the bar's lower edge or left side to its upper edge or right side.
            double start = Math.Max(0, box.Left - x);
            double end = Math.Min(box.Height, box.Right - x);
            Segment(x + start, box.Bottom - start, x + end, box.Bottom - end);
        }
    }

    private void Segment(double startX, double startY, double endX, double endY) =>
        _content.Number(startX).Number(PageGeometry.Height - startY).Raw("m "u8).Number(endX).Number(PageGeometry.Height - endY).Raw("l\n"u8);

    private void LinesOutside(IEnumerable<PlacedLine> lines, MarkedContent.PageMarks marks)
    {
        LineRole? open = null;
        foreach (PlacedLine line in lines)
        {
            if (line.Role != open)
            {
                _content.Raw(open is null ? ""u8 : "EMC\n"u8);
                open = line.Role;
                if (line.Role == LineRole.Footer)
                {
                    _content.Raw("/Artifact<</Type/Pagination/Subtype/Footer>>BDC\n"u8);
                }
                else
                {
                    Begin(line.Role == LineRole.Title ? "/H1"u8 : "/P"u8, marks.Mark(line.Role));
                }
            }

            Lines([line]);
        }

        _content.Raw(open is null ? ""u8 : "EMC\n"u8);
    }

    // What stands on an earlier page already is repeated for the eye alone.
    private void Begin(ReadOnlySpan<byte> tag, int id)
    {
        if (id < 0)
        {
            _content.Raw("/Artifact BMC\n"u8);
        }
        else
        {
            _content.Raw(tag).Raw("<</MCID "u8).Integer(id).Raw(">>BDC\n"u8);
        }
    }

    private void Lines(ReadOnlySpan<PlacedLine> lines)
    {
        foreach (PlacedLine line in lines)
        {
            Matrix(1, 0, line.X, PageGeometry.Height - line.Baseline);
            Show(line.Text, line.Line, line.Stretch);
        }
    }

    private void Matrix(double cosine, double sine, double x, double y) =>
        _content.Number(cosine).Number(sine).Number(-sine).Number(cosine).Number(x).Number(y).Raw("Tm\n"u8);

    private void Show(TypesetText text, int line, double stretch)
    {
        ReadOnlySpan<int> characters = text.Characters(line);
        if (characters.IsEmpty)
        {
            return;
        }

        UseFont(fonts.SubsetOf(text.Face), text.Size);
        FontSubset subset = _subset!;
        bool open = false;
        for (int i = 0; i < characters.Length; i++)
        {
            int character = characters[i];
            bool last = i + 1 == characters.Length;
            double spacing = last ? _spacing : stretch > 0 && BreakClasses.MayStretch(character, characters[i + 1]) ? stretch : 0;
            bool missing = !subset.Face.Has(character);
            if (open && (spacing != _spacing || missing))
            {
                _content.Raw(")Tj\n"u8);
                open = false;
            }

            UseSpacing(spacing);
            if (missing)
            {
                _content.Raw("/Span<</ActualText "u8).Text(char.ConvertFromUtf32(character)).Raw(">>BDC\n"u8);
            }

            if (!open)
            {
                _content.Raw("("u8);
                open = true;
            }

            ushort number = subset.Number(character);
            _content.StringByte((byte)(number >> 8));
            _content.StringByte((byte)number);
            if (missing)
            {
                _content.Raw(")Tj EMC\n"u8);
                open = false;
            }
        }

        if (open)
        {
            _content.Raw(")Tj\n"u8);
        }
    }

    private void UseFont(FontSubset subset, double size)
    {
        if (_subset == subset && _size == size)
        {
            return;
        }

        _subset = subset;
        _size = size;
        _content.Syntax(fonts.ResourceName(subset)).Raw(" "u8).Number(size).Raw("Tf\n"u8);
    }

    private void UseSpacing(double spacing)
    {
        if (spacing != _spacing)
        {
            _spacing = spacing;
            _content.Number(spacing).Raw("Tc\n"u8);
        }
    }
}
