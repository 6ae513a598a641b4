using System.Globalization;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Rollup;

/// <summary>A table of figures, put together row by row.</summary>
internal sealed class SummaryTable
{
    private readonly List<GridRow> _rows = [];
    private readonly List<GridCell> _cells = [];

    /// <summary>Begins rows under heads of their own.</summary>
    /// <param name="heads">The heads, each with the columns it covers.</param>
    /// <param name="label">What names the rows at their side; the heads then begin in the second column. Null for none.</param>
    /// <param name="rows">How many rows follow, for the label.</param>
    public SummarySection Section(IReadOnlyList<(string Text, int Span)> heads, string? label = null, int rows = 0)
    {
        int head = _rows.Count;
        _rows.Add(new GridRow(head));
        if (label is not null)
        {
            _cells.Add(new GridCell(head, 0, rows + 1, 1, label, CellRole.RowHead));
        }

        var section = new SummarySection(this, head, label is null ? 0 : 1, [.. heads.Select(column => column.Span)]);
        section.Fill(head, heads.Select(column => new SummaryValue(column.Text, CellRole.ColumnHead)));
        return section;
    }

    /// <summary>The table between its heading and its note.</summary>
    /// <param name="heading">The lines above it.</param>
    /// <param name="shares">The widths of its columns in any measure.</param>
    /// <param name="note">What stands under it.</param>
    public FormGrid ToGrid(FormHeading heading, IReadOnlyList<double> shares, string note) => new()
    {
        Heading = heading,
        ColumnShares = [.. shares.Select(share => share / shares.Sum())],
        Rows = _rows,
        // Labels are added before the rows beside them, which is reading order.
        Cells = _cells,
        Note = note,
    };

    /// <summary>The rows under one row of heads.</summary>
    internal sealed class SummarySection(SummaryTable table, int head, int firstColumn, IReadOnlyList<int> spans)
    {
        /// <summary>Adds a row, a value for each head.</summary>
        public void Add(params IEnumerable<SummaryValue> values)
        {
            table._rows.Add(new GridRow(head));
            Fill(table._rows.Count - 1, values);
        }

        /// <summary>Adds a row that says one thing.</summary>
        public void AddRemark(string text)
        {
            table._rows.Add(new GridRow(head));
            table._cells.Add(new GridCell(table._rows.Count - 1, firstColumn, 1, spans.Sum(), text, CellRole.ShortText));
        }

        internal void Fill(int row, IEnumerable<SummaryValue> values)
        {
            int column = firstColumn;
            int index = 0;
            foreach (SummaryValue value in values)
            {
                table._cells.Add(new GridCell(row, column, 1, spans[index], value.Text, value.Role, value.Figure));
                column += spans[index++];
            }
        }
    }
}

/// <summary>What a cell of a summary holds.</summary>
internal readonly record struct SummaryValue(string Text, CellRole Role, GridFigure? Figure = null)
{
    public static SummaryValue Words(string text) => new(text, CellRole.ShortText);

    public static SummaryValue Count(int count) =>
        new(count.ToString(CultureInfo.InvariantCulture), CellRole.Figure, new GridFigure(count, IsRate: false, IsCount: true));

    public static SummaryValue Amount(Int128 fen) => new(PrintedFigures.Amount(fen), CellRole.Figure, PrintedFigures.AmountFigure(fen));

    public static SummaryValue Rate(long? basisPoints) => new(PrintedFigures.Rate(basisPoints), CellRole.Figure, PrintedFigures.RateFigure(basisPoints));

    /// <summary>Initial budget, adjustment, actual expenditure and the two rates.</summary>
    public static IEnumerable<SummaryValue> Of(SummedFunds funds) =>
    [
        Amount(funds.InitialBudgetFen), Amount(funds.AdjustmentFen), Amount(funds.ActualExpenditureFen),
        Rate(funds.CompletionRateBasisPoints), Rate(funds.AdjustmentRateBasisPoints),
    ];

    /// <summary>All indicators, then how they came out.</summary>
    public static IEnumerable<SummaryValue> Of(OutcomeFigures outcomes) =>
    [
        Count(outcomes.Total), Count(outcomes.Exceeded), Count(outcomes.Met), Count(outcomes.NotMet),
        Count(outcomes.Qualitative), Count(outcomes.NotReported), Count(outcomes.Exempt),
    ];
}
