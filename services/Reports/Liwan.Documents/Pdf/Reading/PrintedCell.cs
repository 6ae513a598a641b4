namespace Liwan.Documents.Pdf.Reading;

/// <summary>A cell of the table on its way over the pages.</summary>
internal sealed class PrintedCell(LatticeCell bounds, int page, int placeInRow)
{
    /// <summary>Edges this close together on different pages are the same.</summary>
    public const double SameEdge = 3;

    private const double FilledWithin = 3.5;

    private string? _text;

    /// <summary>The first row, of its page and later of the whole table.</summary>
    public int Row { get; set; } = bounds.Row;

    public int RowSpan { get; set; } = bounds.RowSpan;

    public double Left => bounds.Left;

    public double Right => bounds.Right;

    public List<TextLine> Lines { get; } = [];

    public double Doubt { get; set; } = bounds.Doubt;

    /// <summary>Where a person finds it, by the page that it begins on.</summary>
    public string Place { get; } = $"第{page}页第{bounds.Row + 1}行第{placeInRow}列";

    /// <summary>Whether it has no lower border on the page it ends on, so that it goes on if the next has no upper one.</summary>
    public bool IsOpenBelow { get; private set; } = bounds.Open.HasFlag(MissingEdges.Bottom);

    public bool IsOpenAbove => bounds.Open.HasFlag(MissingEdges.Top);

    public bool IsEmpty => Lines.Count == 0;

    public int LastRow => Row + RowSpan;

    public string Text => _text ??= LineJoining.Join(Lines, Left, Right);

    public bool SameColumns(PrintedCell other) => Math.Abs(Left - other.Left) <= SameEdge && Math.Abs(Right - other.Right) <= SameEdge;

    public void AddLines(IEnumerable<TextLine> lines)
    {
        Lines.AddRange(lines);
        _text = null;
    }

    /// <summary>Whether this cell's text goes on in another's for lack of room. Few writers leave a single line behind at a break.</summary>
    public bool RunsOnInto(PrintedCell other, int leastLines) => !other.IsEmpty && Lines.Count >= leastLines && IsFilled && LineJoining.RunsOn(Lines, other.Lines[0], Left, Right);

    /// <summary>Whether the text reaches down to the cell's lower edge, but for a line or two kept together: only then a break can have cut it.</summary>
    public bool IsFilled => Lines.Count > 0 && Lines[^1].Baseline - bounds.Bottom < FilledWithin * Lines[^1].Size;

    /// <summary>Takes up what goes on on the next page.</summary>
    public void GoOn(PrintedCell next, int moreRows, double doubt)
    {
        bool follows = Lines.Count > 0;
        AddLines(next.Lines.Select((line, i) => i == 0 && follows ? line.AfterPageBreak() : line));
        RowSpan += moreRows;
        IsOpenBelow = next.IsOpenBelow;
        Doubt = Math.Min(Doubt, Math.Min(next.Doubt, doubt));
    }
}
