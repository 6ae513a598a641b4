using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Docx;

/// <summary>The cells of a table in WordprocessingML, with what they span.</summary>
internal sealed class DocxTableReader
{
    private sealed class OpenCell
    {
        public required int Row { get; init; }

        public required int Column { get; init; }

        public required int ColumnSpan { get; set; }

        public required string Text { get; set; }

        public required string Place { get; init; }

        public int RowSpan { get; set; } = 1;
    }

    private readonly ReadLimits _limits;
    private readonly List<OpenCell> _cells = [];
    private Dictionary<int, OpenCell> _above = [];
    private long _characters;

    private DocxTableReader(ReadLimits limits) => _limits = limits;

    /// <summary>Reads <paramref name="table"/>.</summary>
    public static List<FoundCell> Read(Table table, ReadLimits limits, CancellationToken cancellationToken)
    {
        var reader = new DocxTableReader(limits);
        int row = 0;
        foreach (TableRow line in Rows(table))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row >= limits.MaxRows)
            {
                throw new DocumentReadException($"表格超过上限 {limits.MaxRows} 行。");
            }

            reader.ReadRow(line, row++);
        }

        return [.. reader._cells.Select(cell => new FoundCell(cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text, cell.Place))];
    }

    // Rows that were deleted with changes tracked are still in the file.
    private static IEnumerable<TableRow> Rows(OpenXmlElement parent) => parent.ChildElements.SelectMany(child => child switch
    {
        TableRow row => row.TableRowProperties?.GetFirstChild<Deleted>() is null ? [row] : [],
        SdtRow or SdtContentRow or CustomXmlRow => Rows(child),
        _ => (IEnumerable<TableRow>)[],
    });

    private static IEnumerable<TableCell> Cells(OpenXmlElement parent) => parent.ChildElements.SelectMany(child => child switch
    {
        TableCell cell => [cell],
        SdtCell or SdtContentCell or CustomXmlCell => Cells(child),
        _ => (IEnumerable<TableCell>)[],
    });

    private void ReadRow(TableRow line, int row)
    {
        var open = new Dictionary<int, OpenCell>();
        int column = line.TableRowProperties?.GetFirstChild<GridBefore>()?.Val?.Value ?? 0;
        int ordinal = 0;
        OpenCell? before = null;
        foreach (TableCell cell in Cells(line))
        {
            ordinal++;
            TableCellProperties? properties = cell.TableCellProperties;
            int span = Math.Max(1, properties?.GridSpan?.Val?.Value ?? 1);
            if (column < 0 || span > _limits.MaxColumns || column + span > _limits.MaxColumns)
            {
                throw new DocumentReadException($"表格第{row + 1}行超过上限 {_limits.MaxColumns} 列。");
            }

            string text = DocxText.Read(cell);
            _characters += text.Length;
            if (_characters > _limits.MaxCharacters)
            {
                throw new DocumentReadException($"表格的文字超过上限 {_limits.MaxCharacters:N0} 个字符。");
            }

            if (properties?.HorizontalMerge is { } merge && merge.Val?.Value != MergedCellValues.Restart && before is not null)
            {
                before.ColumnSpan += span;
                Append(before, text);
                open[before.Column] = before;
            }
            else if (GoesOn(properties) && _above.TryGetValue(column, out OpenCell? above))
            {
                above.RowSpan = row - above.Row + 1;
                Append(above, text);
                open[column] = above;
                before = above;
            }
            else
            {
                before = new OpenCell { Row = row, Column = column, ColumnSpan = span, Text = text, Place = $"表格第{row + 1}行第{ordinal}列" };
                _cells.Add(before);
                open[column] = before;
            }

            column += span;
        }

        _above = open;
    }

    private static bool GoesOn(TableCellProperties? properties) =>
        properties?.VerticalMerge is { } merge && merge.Val?.Value != MergedCellValues.Restart;

    // Text within the covered part of a merged cell is not shown, but nothing is to be lost.
    private static void Append(OpenCell cell, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            cell.Text = cell.Text.Length == 0 ? text : cell.Text + "\n" + text;
        }
    }
}
