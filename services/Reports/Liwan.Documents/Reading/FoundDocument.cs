namespace Liwan.Documents.Reading;

/// <summary>What a reader of a file format found in it, before anyone knows what it means: the table and the lines around it.</summary>
/// <param name="Format">The format it was found in.</param>
/// <param name="LinesAbove">The lines above the table, in order.</param>
/// <param name="Table">The cells of the form's table, in reading order; a table that goes on over pages is one table, without the column heads and row labels that were repeated for the break.</param>
/// <param name="LinesBelow">The lines below the table, in order, without page numbers.</param>
/// <param name="Embedded">The form that the file carries beside its print, as our own writers embed it; null in a foreign file. The print may have been edited since.</param>
public sealed record FoundDocument(
    FormFileFormat Format,
    IReadOnlyList<FoundLine> LinesAbove,
    IReadOnlyList<FoundCell> Table,
    IReadOnlyList<FoundLine> LinesBelow,
    Forms.FormContent? Embedded);

/// <summary>A file format that forms come in.</summary>
public enum FormFileFormat
{
    /// <summary>PDF.</summary>
    Pdf,

    /// <summary>WordprocessingML, .docx.</summary>
    Docx,

    /// <summary>SpreadsheetML, .xlsx.</summary>
    Xlsx,
}

/// <summary>A line of text outside the table.</summary>
/// <param name="Text">The line, without line breaks.</param>
/// <param name="Place">Where a person finds it, such as 第1页 or 单元格A1.</param>
public sealed record FoundLine(string Text, string Place);

/// <summary>A cell of the table that was found.</summary>
/// <param name="Row">The first row it covers, from 0.</param>
/// <param name="Column">The first column it covers, from 0.</param>
/// <param name="RowSpan">How many rows it covers, at least 1.</param>
/// <param name="ColumnSpan">How many columns it covers, at least 1.</param>
/// <param name="Text">Its text as a person sees it, with LF between lines that its writer ended; lines broken for lack of room are joined.</param>
/// <param name="Place">Where a person finds it: 第2页第5行 in a PDF, 表格第5行第2列 in a DOCX, 单元格C7 in an XLSX.</param>
/// <param name="Confidence">How sure the reader is of the text and of the cell's bounds, from 0 to 1; 1 where the format says them itself.</param>
/// <param name="Number">The number in a number cell of an XLSX, as stored: 0.9861 shows as 98.61%. Null elsewhere.</param>
public sealed record FoundCell(int Row, int Column, int RowSpan, int ColumnSpan, string Text, string Place, double Confidence = 1, decimal? Number = null);
