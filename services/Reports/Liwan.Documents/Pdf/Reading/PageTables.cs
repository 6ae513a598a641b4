using Liwan.Documents.Reading;

namespace Liwan.Documents.Pdf.Reading;

/// <summary>What a page says, sorted: its tables from top to bottom, and the lines above, below and between them.</summary>
internal sealed class PageTables
{
    /// <summary>A letter that reaches this far over a border, in em, may belong to the neighbour.</summary>
    private const double Crossing = 0.25;

    private const double CrossingDoubt = 0.8;

    /// <summary>Lines of one text are no farther apart than this, in em.</summary>
    private const double LinesApart = 1.9;

    private const int MaxOverflow = 10_000;

    private PageTables(List<PageTable> tables, List<(double Y, FoundLine Line)> lines)
    {
        Tables = tables;
        Lines = lines;
    }

    public List<PageTable> Tables { get; }

    /// <summary>The lines outside the tables, with the y of their baselines, top to bottom.</summary>
    public List<(double Y, FoundLine Line)> Lines { get; }

    public static PageTables Read(int page, PageMarks marks, ReadBudget budget)
    {
        List<Lattice> lattices = [.. new RuleNets(budget).Find(marks.Rules).Select(net => Lattice.Build(net, budget)).Where(lattice => lattice.Cells.Count > 1).OrderByDescending(lattice => lattice.Ys[0])];
        var inside = lattices.ConvertAll(lattice => new List<Glyph>[lattice.Cells.Count]);
        var doubts = lattices.ConvertAll(lattice => lattice.Cells.Select(cell => cell.Doubt).ToArray());
        var outside = new List<Glyph>();
        foreach (Glyph glyph in marks.Glyphs)
        {
            int table = lattices.FindIndex(lattice => lattice.Contains(glyph.CentreX, glyph.CentreY));
            int cell = table < 0 ? -1 : lattices[table].CellAt(glyph.CentreX, glyph.CentreY);
            if (cell < 0)
            {
                outside.Add(glyph);
                continue;
            }

            (inside[table][cell] ??= []).Add(glyph);
            if (Crosses(glyph, lattices[table].Cells[cell]))
            {
                doubts[table][cell] = Math.Min(doubts[table][cell], CrossingDoubt);
            }
        }

        if (lattices.Count > 0 && outside.Count <= MaxOverflow)
        {
            TakeOverflow(lattices[^1], inside[^1], outside);
        }

        budget.Check();
        List<PageTable> tables = [.. lattices.Select((lattice, i) => ToTable(page, lattice, inside[i], doubts[i]))];
        return new PageTables(tables, [.. PageLines.Find(page, outside).Select(line => (line.Line.Baseline, line.Found))]);
    }

    /// <summary>Takes the letters that stand under a cell that a page break left open, line by line as they follow on: some writers end the borders of such a cell early.</summary>
    private static void TakeOverflow(Lattice lattice, List<Glyph>[] inside, List<Glyph> outside)
    {
        foreach ((LatticeCell cell, int index) in lattice.Cells.Select((cell, i) => (cell, i)).Where(cell => cell.cell.Open.HasFlag(MissingEdges.Bottom)))
        {
            if (inside[index] is not { } glyphs)
            {
                continue;
            }

            double last = glyphs.Min(glyph => glyph.Baseline);
            foreach (Glyph glyph in outside.Where(glyph => glyph.CentreX > cell.Left && glyph.CentreX < cell.Right && glyph.Baseline < last).OrderByDescending(glyph => glyph.Baseline).ToList())
            {
                if (last - glyph.Baseline > LinesApart * glyph.Size)
                {
                    break;
                }

                last = glyph.Baseline;
                glyphs.Add(glyph);
                outside.Remove(glyph);
            }
        }
    }

    private static bool Crosses(Glyph glyph, LatticeCell cell) =>
        !glyph.IsSpace && (glyph.Left < cell.Left - (Crossing * glyph.Size) || glyph.Right > cell.Right + (Crossing * glyph.Size)
            || glyph.Baseline < cell.Bottom - (Crossing * glyph.Size) || glyph.Baseline + (0.75 * glyph.Size) > cell.Top + (Crossing * glyph.Size));

    private static PageTable ToTable(int page, Lattice lattice, List<Glyph>[] inside, double[] doubts)
    {
        var cells = new List<PrintedCell>(lattice.Cells.Count);
        var placesInRow = new int[lattice.RowCount];
        foreach (int i in Enumerable.Range(0, lattice.Cells.Count).OrderBy(i => lattice.Cells[i].Row).ThenBy(i => lattice.Cells[i].Column))
        {
            LatticeCell bounds = lattice.Cells[i];
            var cell = new PrintedCell(bounds, page, ++placesInRow[bounds.Row]);
            if (inside[i] is { } glyphs)
            {
                cell.AddLines(TextLine.Arrange(glyphs));
            }

            cell.Doubt = cell.Lines.Aggregate(doubts[i], (doubt, line) => Math.Min(doubt, line.Doubt));
            cells.Add(cell);
        }

        return new PageTable(cells, lattice.RowCount, lattice.Ys[0], lattice.Ys[^1]);
    }
}

/// <summary>A table, or what of it stands on one page.</summary>
/// <param name="Cells">Its cells in reading order.</param>
/// <param name="RowCount">How many rows it has on this page.</param>
/// <param name="Top">The y of its upper edge.</param>
/// <param name="Bottom">The y of its lower edge.</param>
internal sealed record PageTable(List<PrintedCell> Cells, int RowCount, double Top, double Bottom);
