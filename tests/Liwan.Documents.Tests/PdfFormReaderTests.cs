using Liwan.Documents.Layout;
using Liwan.Documents.Pdf.Reading;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Tests;

/// <summary>PDF files of ours, read back by their ruling lines.</summary>
public class PdfFormReaderTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_WhenTheFormIsReal_GivesEveryCellOfTheGridBack(string name)
    {
        var grid = FormGridBuilder.Build(TestForms.Named(name));

        var found = PdfFormReader.Read(Rendered.Pdf(TestForms.Named(name)), new ReadLimits(), CancellationToken.None);

        Assert.Equal(
            grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, PdfReading.Fold(cell.Text))),
            found.Table.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, PdfReading.Fold(cell.Text))));
        Assert.All(found.Table, cell => Assert.Equal(1, cell.Confidence));
        Assert.Equal(grid.Cells.Select(cell => cell.Text), found.Table.Select(cell => cell.Text));
    }
}
