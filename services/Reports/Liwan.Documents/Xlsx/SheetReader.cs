using System.Globalization;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>The cells of one sheet that say something, and which are merged.</summary>
internal sealed class SheetReader
{
    private const int LastRow = 1_048_576;
    private const int LastColumn = 16_384;

    /// <summary>A cell that says something; rows and columns of the sheet, from 0.</summary>
    public sealed record Filled(int Row, int Column, string Text, decimal? Number, double Confidence);

    /// <summary>Merged cells, from the first to the last.</summary>
    public sealed record Merge(int Row, int Column, int LastRow, int LastColumn);

    /// <summary>The cells in the order of the sheet.</summary>
    public List<Filled> Cells { get; } = [];

    /// <summary>The merged cells.</summary>
    public List<Merge> Merges { get; } = [];

    public SheetReader(WorksheetPart part, WorkbookTexts texts, ReadLimits limits, CancellationToken cancellationToken)
    {
        int row = -1;
        int column = -1;
        long characters = 0;
        // The rows themselves are not read whole: one may have 16,384 cells.
        foreach (XElement element in WorkbookTexts.Elements(part, cancellationToken, "c", "mergeCell"))
        {
            if (element.Name.LocalName == "mergeCell")
            {
                AddMerge(element.Attribute("ref")?.Value ?? "", limits);
                continue;
            }

            // A cell without a reference stands behind the one before it.
            (row, column) = Parse(element.Attribute("r")?.Value) ?? (Math.Max(0, row), column + 1);
            (string text, decimal? number, double confidence) = texts.Read(element);
            if (text.Length == 0 && confidence > 0)
            {
                continue;
            }

            characters += text.Length;
            if (characters > limits.MaxCharacters || Cells.Count >= limits.MaxParts)
            {
                throw new DocumentReadException($"工作表的文字超过上限 {limits.MaxCharacters:N0} 个字符或 {limits.MaxParts:N0} 个单元格。");
            }

            Cells.Add(new Filled(row, column, text, number, confidence));
        }
    }

    private void AddMerge(string reference, ReadLimits limits)
    {
        string[] ends = reference.Split(':');
        if (ends.Length == 2 && Parse(ends[0]) is { } first && Parse(ends[1]) is { } last && first.Row <= last.Row && first.Column <= last.Column)
        {
            Merges.Add(new Merge(first.Row, first.Column, last.Row, last.Column));
        }

        if (Merges.Count > limits.MaxParts)
        {
            throw new DocumentReadException($"工作表的合并单元格超过上限 {limits.MaxParts:N0} 个。");
        }
    }

    private static (int Row, int Column)? Parse(string? reference)
    {
        int column = 0;
        int at = 0;
        for (; reference is not null && at < reference.Length && char.IsAsciiLetter(reference[at]) && column <= LastColumn; at++)
        {
            column = (column * 26) + (char.ToUpperInvariant(reference[at]) - 'A' + 1);
        }

        return at > 0 && column <= LastColumn
            && int.TryParse(reference.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out int row) && row is >= 1 and <= LastRow
            ? (row - 1, column - 1)
            : null;
    }
}
