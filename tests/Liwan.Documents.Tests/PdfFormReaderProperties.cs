using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Reading;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Tests;

/// <summary>What holds for the print of any form, read back by its ruling lines. White space is not compared: where a line ended, print does not always tell.</summary>
public class PdfFormReaderProperties
{
    [FormProperty]
    public void Read_OfAnyForm_LosesNoCharacterAndInventsNone(FormContent form)
    {
        var told = Told(form);
        var grid = FormGridBuilder.Build(told);

        var found = Read(told);

        var printed = Counted(found.Table.Select(cell => cell.Text));
        Assert.Equal([], Counted(grid.Cells.Select(cell => cell.Text)).Except(printed));
        Assert.Equal(grid.Cells.Sum(cell => PdfReading.Fold(cell.Text).Length), found.Table.Sum(cell => PdfReading.Fold(cell.Text).Length));
    }

    [FormProperty]
    public void Read_OfAnyForm_GivesCellsThatTileTheTable(FormContent form)
    {
        var found = Read(form).Table;

        var covered = new HashSet<(int, int)>();
        foreach (var cell in found)
        {
            for (var row = cell.Row; row < cell.Row + cell.RowSpan; row++)
            {
                for (var column = cell.Column; column < cell.Column + cell.ColumnSpan; column++)
                {
                    Assert.True(covered.Add((row, column)), $"{cell.Place} covers row {row}, column {column} again.");
                }
            }
        }

        Assert.Equal(covered.Count, (covered.Max(field => field.Item1) + 1) * (covered.Max(field => field.Item2) + 1));
    }

    [FormProperty]
    public void Read_OfAnyForm_GivesTheGridBackOrSaysWhichCellsAreUnsure(FormContent form)
    {
        var told = Told(form);
        var grid = FormGridBuilder.Build(told);

        var found = Read(told).Table;

        // 0.5 is for characters without a meaning, whose bounds are as sure as any.
        if (found.All(cell => cell.Confidence is 1 or 0.5))
        {
            Assert.Equal(
                grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, Radicals.MapBack(PdfReading.Fold(cell.Text)))),
                found.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, PdfReading.Fold(cell.Text))));
        }
    }

    [FormProperty]
    public void Read_OfAFormOnOnePage_GivesTheGridBack(FormContent form)
    {
        var small = TestForms.Empty with { FundingTotal = form.FundingTotal, Funding = [.. form.Funding.Take(2)], DepartmentCellText = form.DepartmentCellText };
        var grid = FormGridBuilder.Build(small);
        var pdf = Rendered.Pdf(small);
        if (PdfReading.Pages(pdf).Count > 1)
        {
            return;
        }

        var found = PdfFormReader.Read(pdf, new ReadLimits(), CancellationToken.None).Table;

        Assert.Equal(
            grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, Radicals.MapBack(PdfReading.Fold(cell.Text)))),
            found.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, PdfReading.Fold(cell.Text))));
    }

    internal static FoundDocument Read(FormContent form) => PdfFormReader.Read(Rendered.Pdf(form), new ReadLimits { MaxPages = 10_000, MaxTime = TimeSpan.FromMinutes(5) }, CancellationToken.None);

    /// <summary>The form with its tasks told apart: of two alike on either side of a page break nobody can say that they are two.</summary>
    private static FormContent Told(FormContent form) => form with { Tasks = [.. form.Tasks.Select((task, i) => task with { Label = $"任务{i + 1}" })] };

    /// <summary>How often each character occurs.</summary>
    private static IEnumerable<(string Character, int Count)> Counted(IEnumerable<string> texts) =>
        Radicals.MapBack(PdfReading.Fold(string.Concat(texts))).EnumerateRunes().GroupBy(rune => rune.ToString()).Select(group => (group.Key, group.Count())).OrderBy(count => count.Key, StringComparer.Ordinal);
}
