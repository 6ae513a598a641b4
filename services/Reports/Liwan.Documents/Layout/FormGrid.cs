namespace Liwan.Documents.Layout;

/// <summary>The one layout model of a form: the lines above the table, the table, and the note under it. Every writer prints this and nothing else.</summary>
/// <remarks>Cells cover the table without gaps or overlaps. Made by <see cref="FormGridBuilder"/>, which guarantees that cells over several rows either span a whole section (from its head row on) or a whole band within one.</remarks>
public sealed record FormGrid
{
    internal FormGrid()
    {
    }

    /// <summary>The lines above the table.</summary>
    public required FormHeading Heading { get; init; }

    /// <summary>The width of each column as a share of the table's width; the shares add up to 1.</summary>
    public required IReadOnlyList<double> ColumnShares { get; init; }

    /// <summary>The rows, top to bottom.</summary>
    public required IReadOnlyList<GridRow> Rows { get; init; }

    /// <summary>The cells in reading order: by row, then by column.</summary>
    public required IReadOnlyList<GridCell> Cells { get; init; }

    /// <summary>The note printed under the table; empty where there is none.</summary>
    public required string Note { get; init; }

    /// <summary>The tables that are printed behind the form, each on pages or a sheet of its own.</summary>
    public IReadOnlyList<FormGrid> Appendices { get; init; } = [];
}

/// <summary>The lines above the table.</summary>
/// <param name="AttachmentLabel">Flush left above the title; empty where there is none.</param>
/// <param name="Title">Centred and bold.</param>
/// <param name="YearLine">Centred under the title.</param>
/// <param name="SealLine">Left, directly above the table.</param>
/// <param name="UnitLine">Right, on the line of the seal.</param>
public sealed record FormHeading(string AttachmentLabel, string Title, string YearLine, string SealLine, string UnitLine);

/// <summary>One row of the table.</summary>
/// <param name="HeadRow">The index of the row that holds this row's column heads (its own index for a head row itself); a document that breaks before or within this row repeats them. Absent where a row has none.</param>
public sealed record GridRow(int? HeadRow);

/// <summary>One cell of the table.</summary>
/// <param name="Row">The first row it covers, from 0.</param>
/// <param name="Column">The first column it covers, from 0.</param>
/// <param name="RowSpan">How many rows it covers, at least 1.</param>
/// <param name="ColumnSpan">How many columns it covers, at least 1.</param>
/// <param name="Text">Its text, with LF between lines; may be empty.</param>
/// <param name="Role">What it is, from which its looks follow.</param>
/// <param name="Figure">The number that <paramref name="Text"/> prints; absent where it prints none.</param>
public sealed record GridCell(int Row, int Column, int RowSpan, int ColumnSpan, string Text, CellRole Role, GridFigure? Figure = null);

/// <summary>A printed number, rounded as it is printed.</summary>
/// <param name="Number">The number: 4248.39 for 4248.39 万元, 0.9861 for 98.61%.</param>
/// <param name="IsRate">Whether it prints as a percentage.</param>
/// <param name="IsCount">Whether it prints as a whole number.</param>
public readonly record struct GridFigure(decimal Number, bool IsRate, bool IsCount = false);

/// <summary>What a cell is.</summary>
public enum CellRole
{
    /// <summary>The head of a column: bold, centred.</summary>
    ColumnHead,

    /// <summary>The label of a row or of a block of rows: bold, centred, repeated where its rows break across pages.</summary>
    RowHead,

    /// <summary>A short text: centred while it is short, else flush left.</summary>
    ShortText,

    /// <summary>A figure: centred.</summary>
    Figure,

    /// <summary>Running text: justified.</summary>
    Paragraph,
}
