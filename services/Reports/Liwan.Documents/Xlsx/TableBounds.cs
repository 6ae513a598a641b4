using Liwan.Documents.Reading;

namespace Liwan.Documents.Xlsx;

/// <summary>Where on a sheet the form's table stands.</summary>
/// <param name="Area">The table, with its rows and columns of the sheet.</param>
/// <param name="Labels">How many of the form's labels it holds.</param>
internal sealed record TableBounds(CellRange Area, int Labels)
{
    private const int FewestLabels = 3;

    /// <summary>Finds the table by its labels; null where a sheet holds none.</summary>
    public static TableBounds? Find(SheetContent sheet, SheetBudget budget)
    {
        List<(FormLabel Label, SheetCell Cell)> labels = [.. Labelled(sheet.Cells)];

        // A label of the lines above the table, which are not ruled, is none of the table's.
        List<(FormLabel Label, SheetCell Cell)> ruled = [.. labels.Where(label => label.Cell.Ruled)];
        bool isRuled = Distinct(ruled) >= FewestLabels;
        labels = isRuled ? ruled : labels;
        if (Distinct(labels) < FewestLabels)
        {
            return null;
        }

        RefuseSecondTable(labels, sheet.Name);
        int top = labels[0].Cell.Row;
        int bottom = Bottom(sheet, labels[^1].Cell.Row, isRuled);
        (int left, int right) = isRuled
            ? RuledColumns(sheet, top, bottom, labels.Min(label => label.Cell.Column), budget)
            : UsedColumns(sheet, top, bottom, budget);
        return new TableBounds(new CellRange(top, left, bottom, right), Distinct(labels));
    }

    private static int Distinct(List<(FormLabel Label, SheetCell Cell)> labels) => labels.Select(label => label.Label).Distinct().Count();

    private static IEnumerable<(FormLabel Label, SheetCell Cell)> Labelled(List<SheetCell> cells)
    {
        foreach (SheetCell cell in cells)
        {
            if (!cell.Covered && FormLabels.Known(cell.Text) is { } label)
            {
                yield return (label, cell);
            }
        }
    }

    private static void RefuseSecondTable(List<(FormLabel Label, SheetCell Cell)> labels, string sheet)
    {
        List<SheetCell> firsts = [.. labels.Where(label => label.Label == FormLabel.Department).Select(label => label.Cell)];
        if (firsts.Count > 1 && labels.Exists(label => label.Label != FormLabel.Department && label.Cell.Row > firsts[0].Row && label.Cell.Row < firsts[^1].Row))
        {
            string places = string.Join("、", firsts.Take(3).Select(cell => CellRange.Address(cell.Row, cell.Column)));
            throw new DocumentReadException($"工作表“{sheet}”里有 {firsts.Count} 张自评表（“部门名称”在 {places}）。请每个文件只留一张。");
        }
    }

    /// <summary>The last row: that of the last label, and rows that go on directly below it as far as they say something.</summary>
    private static int Bottom(SheetContent sheet, int lastLabel, bool isRuled)
    {
        int bottom = lastLabel;
        int reached = lastLabel;
        int first = sheet.Cells.FindIndex(cell => cell.Row == lastLabel);
        for (int i = first; i < sheet.Cells.Count && sheet.Cells[i].Row <= reached + 1; i++)
        {
            SheetCell cell = sheet.Cells[i];
            bool belongs = isRuled ? cell.Ruled : cell.Row == lastLabel;
            reached = belongs ? cell.Row : reached;
            bottom = belongs && !cell.Covered && cell.Text.Length > 0 ? cell.Row : bottom;
        }

        int end = bottom;
        foreach (CellRange merge in sheet.Merges)
        {
            if (merge.Top <= bottom && merge.Bottom > end && merge.Top >= lastLabel)
            {
                end = merge.Bottom;
            }
        }

        return end;
    }

    /// <summary>The columns that are ruled side by side around the leftmost label.</summary>
    private static (int Left, int Right) RuledColumns(SheetContent sheet, int top, int bottom, int label, SheetBudget budget)
    {
        var ruled = new bool[CellRange.MaxColumns];
        ruled[label] = true;
        foreach (SheetCell cell in sheet.Cells)
        {
            ruled[cell.Column] |= cell.Ruled && cell.Row >= top && cell.Row <= bottom;
        }

        foreach (CellRange merge in sheet.Merges)
        {
            budget.Step();
            if (merge.Top >= top && merge.Top <= bottom && ruled[merge.Left])
            {
                ruled.AsSpan(merge.Left, merge.Right - merge.Left + 1).Fill(true);
            }
        }

        int left = label;
        while (left > 0 && ruled[left - 1])
        {
            left--;
        }

        int right = label;
        while (right + 1 < ruled.Length && ruled[right + 1])
        {
            right++;
        }

        return (left, right);
    }

    private static (int Left, int Right) UsedColumns(SheetContent sheet, int top, int bottom, SheetBudget budget)
    {
        int left = CellRange.MaxColumns;
        int right = 0;
        foreach (SheetCell cell in sheet.Cells)
        {
            budget.Step();
            if (cell.Row >= top && cell.Row <= bottom && !cell.Covered && cell.Text.Length > 0)
            {
                left = Math.Min(left, cell.Column);
                right = Math.Max(right, cell.Column);
            }
        }

        return (left, right);
    }
}
