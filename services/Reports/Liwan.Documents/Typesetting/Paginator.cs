using System.Globalization;
using Liwan.Documents.Fonts;
using Liwan.Documents.Layout;
using static Liwan.Documents.Typesetting.PageGeometry;

namespace Liwan.Documents.Typesetting;

/// <summary>Lays a form and its appendices out on pages. Every line of every cell lands on exactly one page, but for column heads and row labels, which repeat where their rows break.</summary>
internal sealed class Paginator
{
    private readonly FormGrid _grid;
    private readonly FontSet _fonts;
    private readonly List<FormPage> _pages;
    private double _y = Top;

    private Section? _open;
    private int _openFirstCell;
    private double _openTop;

    private Paginator(FormGrid grid, FontSet fonts)
    {
        _grid = grid;
        _fonts = fonts;
        _pages = [new FormPage(grid)];
    }

    /// <summary>Lays out <paramref name="grid"/> and its appendices, each from a new page on.</summary>
    public static List<FormPage> Paginate(FormGrid grid, FontSet fonts)
    {
        List<FormPage> pages = [.. Enumerable.Prepend(grid.Appendices, grid).SelectMany(part => new Paginator(part, fonts).PlaceAll())];
        for (int i = 0; i < pages.Count; i++)
        {
            TypesetText footer = LineBreaker.Break(string.Create(CultureInfo.InvariantCulture, $"第 {i + 1} 页 共 {pages.Count} 页"), fonts.Regular, FooterSize, Right - Left);
            pages[i].Lines.Add(new PlacedLine(footer, 0, Left + ((Right - Left - footer.LineWidth(0)) / 2), FooterBaseline, Stretch: 0, LineRole.Footer));
        }

        return pages;
    }

    /// <summary>Numbers pages through a whole book, at the right of their foot.</summary>
    public static void NumberInBook(List<FormPage> pages, int first, FontSet fonts)
    {
        for (int i = 0; i < pages.Count; i++)
        {
            TypesetText number = LineBreaker.Break(string.Create(CultureInfo.InvariantCulture, $"总第 {first + i} 页"), fonts.Regular, FooterSize, Right - Left);
            pages[i].Lines.Add(new PlacedLine(number, 0, Right - number.LineWidth(0), FooterBaseline, Stretch: 0, LineRole.Footer));
        }
    }

    private List<FormPage> PlaceAll()
    {
        PlaceHeading(_grid.Heading);
        foreach (Section section in Section.Divide(_grid, _fonts))
        {
            PlaceSection(section);
        }

        PlaceLines(LineRole.Note, Set(_grid.Note, FooterSize), Alignment.Left, spaceBefore: 4);
        return _pages;
    }

    private FormPage Page => _pages[^1];

    private bool PageIsEmpty => Page.Cells.Count == 0 && Page.Lines.Count == 0;

    private void PlaceHeading(FormHeading heading)
    {
        PlaceLines(LineRole.Attachment, Set(heading.AttachmentLabel, HeadingSize), Alignment.Left);
        PlaceLines(LineRole.Title, Set(heading.Title, TitleSize, _fonts.Bold), Alignment.Centre);
        PlaceLines(LineRole.Year, Set(heading.YearLine, HeadingSize), Alignment.Centre, spaceBefore: 2);

        TypesetText unit = Set(heading.UnitLine, HeadingSize);
        double unitWidth = unit.Lines.Length == 1 ? unit.LineWidth(0) : 0;
        TypesetText seal = LineBreaker.Break(heading.SealLine, _fonts.Regular, HeadingSize, Right - Left - unitWidth - HeadingSize);
        PlaceLines(LineRole.Seal, seal, Alignment.Left, spaceBefore: 2);
        if (seal.Lines.Length > 0 && unitWidth > 0)
        {
            // On the line of the seal, its last where it has several.
            Page.Lines.Add(new PlacedLine(unit, 0, Right - unitWidth, Page.Lines[^1].Baseline, Stretch: 0, LineRole.Unit));
        }
        else
        {
            PlaceLines(LineRole.Unit, unit, Alignment.Right);
        }

        _y += 3;
    }

    private TypesetText Set(string text, double size, FontFace? face = null) =>
        LineBreaker.Break(text, face ?? _fonts.Regular, size, Right - Left);

    private void PlaceLines(LineRole role, TypesetText text, Alignment alignment, double spaceBefore = 0)
    {
        double height = text.Size * LineHeight / BodySize;
        for (int i = 0; i < text.Lines.Length; i++)
        {
            _y += i == 0 ? spaceBefore : 0;
            if (_y + height > Bottom && !PageIsEmpty)
            {
                StartPage();
            }

            double room = Right - Left - text.LineWidth(i);
            double x = Left + (alignment switch
            {
                Alignment.Centre => room / 2,
                Alignment.Right => room,
                _ => 0,
            });
            Page.Lines.Add(new PlacedLine(text, i, x, _y + ((height - text.Size) / 2) + (Ascent * text.Size), Stretch: 0, role));
            _y += height;
        }
    }

    private void PlaceSection(Section section)
    {
        foreach (Band band in section.Bands)
        {
            while (!band.IsDone)
            {
                double head = _open == section ? 0 : section.HeadHeight;
                if (band.Take(Bottom - _y - head, Bottom - Top - section.HeadHeight, PageIsEmpty) is { } fragment)
                {
                    OpenSection(section);
                    PlaceFragment(fragment);
                }

                if (!band.IsDone)
                {
                    StartPage();
                }
            }
        }

        if (section.Bands.Count == 0)
        {
            if (section.HeadHeight > Bottom - _y)
            {
                StartPage();
            }

            OpenSection(section);
        }

        CloseSection();
    }

    /// <summary>Places the section's column heads unless they stand on this page already.</summary>
    private void OpenSection(Section section)
    {
        if (_open == section)
        {
            return;
        }

        _open = section;
        _openFirstCell = Page.Cells.Count;
        _openTop = _y;
        double bottom = _y + section.HeadHeight;
        foreach (CellFlow flow in section.Head)
        {
            Page.Cells.Add(flow.PlaceAll(_y, bottom));
        }

        _y = bottom;
    }

    /// <summary>Ends the section on this page: only now is it known how far down its label reaches.</summary>
    private void CloseSection()
    {
        if (_open?.Label is { } label)
        {
            Page.Cells.Insert(_openFirstCell, label.PlaceAll(_openTop, _y));
        }

        _open = null;
    }

    private void PlaceFragment(BandFragment fragment)
    {
        var tops = new double[fragment.Heights.Length + 1];
        tops[0] = _y;
        for (int i = 0; i < fragment.Heights.Length; i++)
        {
            tops[i + 1] = tops[i] + fragment.Heights[i];
        }

        foreach (BandPart part in fragment.Parts)
        {
            double top = tops[part.Row];
            double bottom = tops[part.Row + part.RowSpan];
            Page.Cells.Add(part.IsRepeated ? part.Flow.PlaceAll(top, bottom) : part.Flow.PlaceNext(part.Lines, top, bottom));
        }

        _y = tops[^1];
    }

    private void StartPage()
    {
        CloseSection();
        _pages.Add(new FormPage(_grid));
        _y = Top;
    }

    private enum Alignment
    {
        Left,
        Centre,
        Right,
    }
}
