namespace Liwan.Documents.Appendices;

/// <summary>A table that is printed behind a form, on pages or a sheet of its own: what others say of the form. It is no part of what the form says, and no reader takes it for that.</summary>
/// <param name="Title">What it is called, such as 审核意见; its number is put before.</param>
/// <param name="Subject">What it is about: printed left above the table.</param>
/// <param name="Columns">The columns, at least one; their shares add up to 1.</param>
/// <param name="Rows">The rows, a text for each column; LF parts lines. Empty: <paramref name="WhenEmpty"/> is printed in their place.</param>
/// <param name="WhenEmpty">What is printed where there are no rows.</param>
/// <param name="Note">Printed under the table; may be empty.</param>
public sealed record FormAppendix(
    string Title,
    string Subject,
    IReadOnlyList<AppendixColumn> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    string WhenEmpty,
    string Note = "");

/// <summary>A column of an appendix.</summary>
/// <param name="Head">Its head.</param>
/// <param name="Share">Its share of the table's width.</param>
/// <param name="Kind">What stands in it.</param>
public sealed record AppendixColumn(string Head, double Share, AppendixColumnKind Kind = AppendixColumnKind.ShortText);

/// <summary>What stands in a column of an appendix.</summary>
public enum AppendixColumnKind
{
    /// <summary>A short text: centred while it is short.</summary>
    ShortText,

    /// <summary>Running text: justified.</summary>
    RunningText,

    /// <summary>A decimal such as 12.50; a workbook holds it as a number.</summary>
    Figure,

    /// <summary>A label of its row; the first column only. Equal labels below one another are one cell.</summary>
    Label,
}
