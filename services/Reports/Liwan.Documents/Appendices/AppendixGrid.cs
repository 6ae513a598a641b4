using System.Globalization;
using Liwan.Documents.Layout;

namespace Liwan.Documents.Appendices;

/// <summary>Lays appendices out as tables that every writer prints like the form's.</summary>
internal static class AppendixGrid
{
    private const string NumberBefore = "附录";

    private static readonly string[] Numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

    /// <summary>Whether a line is the title of an appendix: what stands below it is no part of a form.</summary>
    public static bool IsTitle(string line) => Numerals.Any(numeral => line.StartsWith(NumberBefore + numeral, StringComparison.Ordinal));

    /// <summary>Lays out <paramref name="appendix"/>.</summary>
    /// <param name="appendix">The appendix.</param>
    /// <param name="index">Its place among the appendices of the form, from 0.</param>
    public static FormGrid Build(FormAppendix appendix, int index)
    {
        var cells = new List<GridCell>();
        cells.AddRange(appendix.Columns.Select((column, at) => new GridCell(0, at, 1, 1, column.Head, CellRole.ColumnHead)));
        for (int row = 0; row < appendix.Rows.Count; row++)
        {
            AddRow(cells, appendix, row);
        }

        if (appendix.Rows.Count == 0)
        {
            cells.Add(new GridCell(1, 0, 1, appendix.Columns.Count, appendix.WhenEmpty, CellRole.ShortText));
        }

        return new FormGrid
        {
            Heading = new FormHeading("", $"{NumberBefore}{Numeral(index)}　{appendix.Title}", "", appendix.Subject, ""),
            ColumnShares = [.. appendix.Columns.Select(column => column.Share)],
            Rows = [.. Enumerable.Repeat(new GridRow(HeadRow: 0), 1 + Math.Max(1, appendix.Rows.Count))],
            Cells = cells,
            Note = appendix.Note,
        };
    }

    private static string Numeral(int index) => index < Numerals.Length ? Numerals[index] : (index + 1).ToString(CultureInfo.InvariantCulture);

    private static void AddRow(List<GridCell> cells, FormAppendix appendix, int row)
    {
        for (int column = 0; column < appendix.Columns.Count; column++)
        {
            string text = appendix.Rows[row][column];
            AppendixColumnKind kind = appendix.Columns[column].Kind;
            if (kind == AppendixColumnKind.Label)
            {
                AddLabel(cells, appendix, row, text);
            }
            else
            {
                cells.Add(new GridCell(row + 1, column, 1, 1, text, RoleOf(kind), kind == AppendixColumnKind.Figure ? FigureOf(text) : null));
            }
        }
    }

    private static void AddLabel(List<GridCell> cells, FormAppendix appendix, int row, string text)
    {
        if (row > 0 && appendix.Rows[row - 1][0] == text)
        {
            return;
        }

        int span = appendix.Rows.Skip(row).TakeWhile(other => other[0] == text).Count();
        cells.Add(new GridCell(row + 1, 0, span, 1, text, CellRole.RowHead));
    }

    private static CellRole RoleOf(AppendixColumnKind kind) => kind switch
    {
        AppendixColumnKind.RunningText => CellRole.Paragraph,
        AppendixColumnKind.Figure => CellRole.Figure,
        _ => CellRole.ShortText,
    };

    private static GridFigure? FigureOf(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal number)
            ? new GridFigure(number, IsRate: false)
            : null;
}
