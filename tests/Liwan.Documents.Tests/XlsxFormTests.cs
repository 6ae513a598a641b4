using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>Forms as XLSX, and back.</summary>
public class XlsxFormTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    [FormProperty]
    public void Write_GivesAValidWorkbookThatReadsBackCellByCell(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);
        var bytes = XlsxFormWriter.Write(grid, form, Rendered.Submitted);

        AssertValid(bytes);
        var found = Read(bytes);

        Assert.Equal(PackagedForms.Expected(grid), found.Table.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text)));
        Assert.Equal(Json(form), Json(found.Embedded!));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_HasAmountsAndRatesAsNumbers(string name)
    {
        var form = TestForms.Named(name);

        var found = Read(XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted));

        var total = found.Table.Single(cell => cell.Text == "合计").Row;
        Assert.Equal(
            [null, form.FundingTotal.InitialBudgetFen / 1_000_000m, form.FundingTotal.AdjustmentFen / 1_000_000m, form.FundingTotal.ActualExpenditureFen / 1_000_000m, form.FundingTotal.CompletionRateBasisPoints / 10_000m, form.FundingTotal.AdjustmentRateBasisPoints / 10_000m],
            found.Table.Where(cell => cell.Row == total).Select(cell => cell.Number));
        Assert.Equal(["单位：万元"], found.LinesAbove.Select(line => line.Text).Where(line => line.StartsWith("单位", StringComparison.Ordinal)));
        Assert.StartsWith("单元格", found.Table[0].Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://example.org\",\"点\")")]
    [InlineData("+1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("-2")]
    [InlineData("_x000D_ 与 _x005F_")]
    [InlineData("'95%")]
    public void Write_OfATextLikeAFormula_KeepsItText(string text)
    {
        var form = TestForms.NpcOffice with { Problems = text, DepartmentCellText = text };
        var bytes = XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted);

        using var package = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        Assert.Empty(package.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<CellFormula>());
        Assert.Equal(2, Read(bytes).Table.Count(cell => cell.Text == text));
    }

    [Fact]
    public void Write_GivesTheSameBytesAgain()
    {
        var form = TestForms.NpcOffice;

        Assert.Equal(
            XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted),
            XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted));
    }

    [Fact]
    public void Read_AfterSomebodyEdited_FindsWhatAPersonSees()
    {
        var edited = Edited(TestForms.NpcOffice, sheet =>
        {
            var rows = sheet.GetFirstChild<SheetData>()!.Elements<Row>().ToList();
            var total = rows.Single(row => row.InnerText.StartsWith("合计", StringComparison.Ordinal));
            var amount = total.Elements<Cell>().ElementAt(2);
            amount.RemoveAllChildren();
            amount.DataType = null;
            amount.CellFormula = new CellFormula("1+1");
            amount.CellValue = new CellValue("1234.5");
            rows[^1].Elements<Cell>().ElementAt(1).InlineString = new InlineString(new Run(new Text("新的")), new Run(new Text("措施")));
        });

        var found = Read(edited);

        Assert.Equal(("1234.50", 1234.5m), found.Table.Where(cell => cell.Number == 1234.5m).Select(cell => (cell.Text, cell.Number!.Value)).Single());
        Assert.Equal("新的措施", found.Table[^1].Text);
    }

    [Fact]
    public void Read_OfACellFarAway_SaysThatTheTableIsTooTall()
    {
        var edited = Edited(TestForms.NpcOffice, sheet => sheet.GetFirstChild<SheetData>()!.Append(
            new Row(new Cell { CellReference = "XFD1048576", CellValue = new CellValue("1") }) { RowIndex = 1_048_576 }));

        Assert.Contains("超过上限", Assert.Throws<DocumentReadException>(() => Read(edited)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAMergeOverEverything_StillFindsTheTexts()
    {
        var edited = Edited(TestForms.NpcOffice, sheet => sheet.GetFirstChild<MergeCells>()!.Append(new MergeCell { Reference = "A1:XFD1048576" }));

        Assert.Contains(Read(edited).Table, cell => cell.Text == "主要任务");
    }

    [Fact]
    public void Read_OfAWorkbookWithoutTheForm_SaysWhatIsMissing()
    {
        var edited = Edited(TestForms.NpcOffice, sheet => sheet.GetFirstChild<SheetData>()!.RemoveAllChildren());

        Assert.Contains("部门名称", Assert.Throws<DocumentReadException>(() => Read(edited)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfASpoiltFile_GivesAFormOrSaysThatItIsBroken() =>
        PackagedForms.Spoil(XlsxFormWriter.Write(FormGridBuilder.Build(TestForms.NpcOffice), TestForms.NpcOffice, Rendered.Submitted), bytes => Read(bytes));

    [Theory]
    [InlineData("2165.98", 0, "2165.98")]
    [InlineData("2165.975", 2, "2165.98")]
    [InlineData("0.98605", 10, "98.61%")]
    [InlineData("1234567.5", 4, "1,234,567.50")]
    [InlineData("44531", 31, "2021年12月1日")]
    [InlineData("44531", 57, "2021年12月")]
    public void Show_OfANumber_GivesWhatASpreadsheetShows(string value, int format, string expected) =>
        Assert.Equal(expected, NumberFormat.Show(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), format, null, from1904: false));

    private static FoundDocument Read(byte[] bytes) => XlsxFormReader.Read(bytes, new ReadLimits(), CancellationToken.None);

    private static byte[] Edited(FormContent form, Action<Worksheet> edit)
    {
        using var file = new MemoryStream();
        file.Write(XlsxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted));
        using (var package = SpreadsheetDocument.Open(file, isEditable: true))
        {
            edit(package.WorkbookPart!.WorksheetParts.Single().Worksheet!);
        }

        return file.ToArray();
    }

    private static void AssertValid(byte[] bytes)
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(package).Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}").Take(5));
    }

    private static string Json(FormContent form) => JsonSerializer.Serialize(form, FormContentJsonContext.Default.FormContent);
}
