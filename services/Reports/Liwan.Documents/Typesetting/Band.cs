using static Liwan.Documents.Typesetting.PageGeometry;

namespace Liwan.Documents.Typesetting;

/// <summary>Rows that cells spanning several of them tie together, such as a task with its indicators, on their way onto the pages.</summary>
internal sealed class Band
{
    /// <summary>A band that would fit on a page of its own starts a new page when less than this share of a page is left.</summary>
    private const double KeepWholeShare = 0.14;

    /// <summary>A label taller than this share of a page flows like other text instead of being repeated.</summary>
    private const double RepeatedLabelShare = 0.4;

    private static readonly double LeastStart = CellHeight(3);

    private readonly List<CellFlow>[] _rows;
    private readonly List<CellFlow> _spanning;
    private readonly CellFlow? _label;
    private int _row;

    /// <param name="rows">The cells of each row that span only it.</param>
    /// <param name="spanning">The cells that span all rows.</param>
    /// <param name="label">The cell that names the rows, if any.</param>
    public Band(List<CellFlow>[] rows, List<CellFlow> spanning, CellFlow? label)
    {
        _rows = rows;
        _spanning = spanning;
        if (label is not null && label.FullHeight > RepeatedLabelShare * (Bottom - Top))
        {
            _spanning.Add(label);
        }
        else
        {
            _label = label;
        }
    }

    public bool IsDone => _row == _rows.Length;

    /// <summary>Takes what of the band goes onto a page.</summary>
    /// <param name="available">The height left on this page.</param>
    /// <param name="whole">The height a new page would offer.</param>
    /// <param name="mustStart">Whether the page is empty, so that a new one would not help.</param>
    /// <returns>The fragment, or null where the band should start on a new page.</returns>
    public BandFragment? Take(double available, double whole, bool mustStart)
    {
        double[] natural = NaturalHeights();
        double labelHeight = _label?.FullHeight ?? 0;
        double spanningHeight = MaxHeight(_spanning);
        double total = Math.Max(natural.Sum(), Math.Max(labelHeight, spanningHeight));
        if (total <= available + Tolerance)
        {
            return Cut(natural.Length, partial: false, natural, total);
        }

        bool startsBetterOnNewPage = available < Math.Max(LeastStart, labelHeight)
            || (available < KeepWholeShare * whole && (total <= whole || (natural[0] > available && natural[0] <= whole)));
        if (!mustStart && startsBetterOnNewPage)
        {
            return null;
        }

        (int rows, bool partial) = ChooseRows(natural, spanningHeight, available, whole);
        return Cut(rows, partial, natural, available);
    }

    /// <summary>How many whole rows go onto the page, and whether the next one is begun there.</summary>
    private static (int Rows, bool Partial) ChooseRows(double[] natural, double spanningHeight, double available, double whole)
    {
        int rows = 0;
        double used = 0;
        while (rows < natural.Length && used + natural[rows] <= available + Tolerance)
        {
            used += natural[rows++];
        }

        bool textFlowsOn = spanningHeight > available + Tolerance;
        if (textFlowsOn && natural.Length == 1)
        {
            return (0, true);
        }

        if (textFlowsOn && rows > 0)
        {
            // Indicators keep pace with the text beside them, and at least one stays for the next page.
            int share = (int)Math.Round(natural.Length * available / spanningHeight);
            return (Math.Min(rows, Math.Clamp(share, 1, natural.Length - 1)), false);
        }

        bool splitsNext = rows == 0 || (rows < natural.Length && natural[rows] > whole && available - used >= LeastStart);
        return (rows, splitsNext);
    }

    /// <summary>Cuts off so many rows, and the beginning of the next where <paramref name="partial"/>, in at most <paramref name="height"/>.</summary>
    private BandFragment Cut(int rows, bool partial, double[] natural, double height)
    {
        bool all = rows == natural.Length;
        double rest = height - natural.Take(rows).Sum();
        int Lines(CellFlow flow, double room) => all ? flow.LinesLeft : flow.LinesFor(room);

        double[] heights = natural[..(partial ? rows + 1 : rows)];
        if (partial)
        {
            heights[^1] = Math.Max(MinRowHeight, _rows[_row + rows].Max(flow => CellHeight(Lines(flow, rest))));
        }

        double needed = _label?.FullHeight ?? 0;
        foreach (CellFlow flow in _spanning)
        {
            needed = Math.Max(needed, CellHeight(Lines(flow, height)));
        }

        RowHeights.Fill(heights, needed);
        var parts = new List<BandPart>();
        for (int i = 0; i < heights.Length; i++)
        {
            bool isPartial = partial && i == rows;
            foreach (CellFlow flow in _rows[_row + i])
            {
                parts.Add(new BandPart(flow, i, 1, isPartial ? Lines(flow, rest) : flow.LinesLeft, IsRepeated: false));
            }
        }

        foreach (CellFlow flow in _spanning)
        {
            parts.Add(new BandPart(flow, 0, heights.Length, Lines(flow, height), IsRepeated: false));
        }

        if (_label is not null)
        {
            parts.Add(new BandPart(_label, 0, heights.Length, 0, IsRepeated: true));
        }

        parts.Sort((a, b) => a.Row != b.Row ? a.Row - b.Row : a.Flow.Cell.Column - b.Flow.Cell.Column);
        _row += rows;
        return new BandFragment(heights, parts);
    }

    private double[] NaturalHeights()
    {
        var heights = new double[_rows.Length - _row];
        for (int i = 0; i < heights.Length; i++)
        {
            heights[i] = Math.Max(MinRowHeight, MaxHeight(_rows[_row + i]));
        }

        return heights;
    }

    private static double MaxHeight(List<CellFlow> flows)
    {
        double height = 0;
        foreach (CellFlow flow in flows)
        {
            height = Math.Max(height, flow.HeightLeft);
        }

        return height;
    }
}

/// <summary>What of a band goes onto one page.</summary>
/// <param name="Heights">The heights of its rows.</param>
/// <param name="Parts">Its cells in reading order.</param>
internal sealed record BandFragment(double[] Heights, List<BandPart> Parts);

/// <summary>What of a cell goes into a fragment.</summary>
/// <param name="Flow">The cell.</param>
/// <param name="Row">The first row of the fragment it covers.</param>
/// <param name="RowSpan">How many of the fragment's rows it covers.</param>
/// <param name="Lines">How many of its remaining lines.</param>
/// <param name="IsRepeated">Whether it is printed whole in every fragment instead.</param>
internal readonly record struct BandPart(CellFlow Flow, int Row, int RowSpan, int Lines, bool IsRepeated);
