using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Xlsx;

namespace Liwan.Documents.Tests;

/// <summary>What a form's workbook holds.</summary>
public class XlsxFormWriterTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    // Not in an attribute, which cannot hold half a surrogate pair.
    public static TheoryData<string, string> Forbidden => new()
    {
        { "甲\u0001乙\uFFFF丙\uD800丁", "甲\uFFFD乙\uFFFD丙\uFFFD丁" },
        { "甲\r\n乙\r丙", "甲\n乙\n丙" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_PassesTheValidator(string name) => Workbooks.AssertValid(Workbooks.Written(TestForms.Named(name)));

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_HoldsEveryCellOfTheGrid(string name)
    {
        var grid = FormGridBuilder.Build(TestForms.Named(name));

        var found = Workbooks.Read(Workbooks.Written(TestForms.Named(name)));

        Assert.Equal(grid.Cells.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text)), found.Table.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text)));
        Assert.Equal(
            new[] { grid.Heading.AttachmentLabel, grid.Heading.Title, grid.Heading.YearLine, grid.Heading.SealLine, grid.Heading.UnitLine }.Where(line => line.Length > 0),
            found.LinesAbove.Select(line => line.Text));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_WritesAmountsAndRatesAsNumbers(string name)
    {
        var form = TestForms.Named(name);

        var numbers = Workbooks.Read(Workbooks.Written(form)).Table.Where(cell => cell.Number is not null).Select(cell => cell.Number!.Value);

        var total = form.FundingTotal;
        Assert.Equal(FormGridBuilder.Build(form).Cells.Count(cell => cell.Role == CellRole.Figure), numbers.Count());
        Assert.Equal(
            [total.InitialBudgetFen / 1_000_000m, total.AdjustmentFen / 1_000_000m, total.ActualExpenditureFen / 1_000_000m, total.CompletionRateBasisPoints / 10_000m, total.AdjustmentRateBasisPoints / 10_000m],
            numbers.Take(5).Select(number => (decimal?)number));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_GivesTheSameBytesForTheSameForm(string name) =>
        Assert.Equal(Workbooks.Written(TestForms.Named(name)), Workbooks.Written(TestForms.Named(name)));

    [Fact]
    public void Write_DatesNoEntryOfThePackage()
    {
        using var zip = new ZipArchive(new MemoryStream(Workbooks.Written(TestForms.NpcOffice)));

        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://example.invalid\",\"x\")", true)]
    [InlineData("+1", true)]
    [InlineData("-2", true)]
    [InlineData("@SUM(A1)", true)]
    [InlineData("＝1+1", true)]
    [InlineData("'x", true)]
    [InlineData("90%", true)]
    [InlineData("2021-12-31", true)]
    [InlineData("TRUE", true)]
    [InlineData("不低于90%", false)]
    public void Write_WhenATextLooksLikeSomethingElse_KeepsItAText(string text, bool marked)
    {
        var form = TestForms.NpcOffice with { Problems = text, DepartmentCellText = text };
        var file = Workbooks.Written(form);

        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        var cell = Workbooks.FirstSheet(document).Cell("B5");
        var format = (CellFormat)document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.ElementAt((int)cell.StyleIndex!.Value);

        Assert.Empty(Workbooks.FirstSheet(document).Descendants<CellFormula>());
        Assert.Equal(CellValues.SharedString, cell.DataType!.Value);
        Assert.Equal(marked, format.QuotePrefix?.Value ?? false);
        var found = Workbooks.Read(file).Table;
        Assert.Equal(text, found[1].Text);
        Assert.Equal(text, found[^3].Text);
        Assert.Null(found[1].Number);
    }

    [Theory]
    [InlineData("_x000D_")]
    [InlineData("_x005F_x000D_")]
    [InlineData("a_x0041_b_xZZZZ_")]
    [InlineData("  两端的空格  ")]
    [InlineData("\t第一行\n\n第三行\n")]
    [InlineData("<&>\"'")]
    [InlineData("𠮷😀")]
    public void Write_WhenATextIsHardToCarry_ReadsBackTheSame(string text) =>
        Assert.Equal(text, Workbooks.Read(Workbooks.Written(TestForms.NpcOffice with { Problems = text })).Table[^3].Text);

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Write_WhenXmlForbidsACharacter_WritesItsReplacement(string text, string carried)
    {
        var file = Workbooks.Written(TestForms.NpcOffice with { Problems = text });

        Workbooks.AssertValid(file);
        Assert.Equal(carried, Workbooks.Read(file).Table[^3].Text);
    }

    [Fact]
    public void Write_WhenANumberHasMoreDigitsThanExcel_WritesItAsText()
    {
        var line = new FundingLine("某项", 1_000_000_000_000_000_000, long.MaxValue, 100, 9_999_999_999_999_999, 9_861);

        var row = Workbooks.Read(Workbooks.Written(TestForms.Empty with { Funding = [line] })).Table.SkipWhile(cell => cell.Text != "某项").Take(6).ToList();

        Assert.Equal(["某项", "1000000000000.00", "9223372036854.78", "0.00", "99999999999999.99%", "98.61%"], row.Select(cell => cell.Text));
        Assert.Equal([null, 1_000_000_000_000m, 9223372036854.78m, 0m, null, 0.9861m], row.Select(cell => cell.Number));
    }

    [Fact]
    public void Write_WhenAFigureIsBlankOrHasNoBase_WritesNoNumber()
    {
        var line = new FundingLine("某项", 0, 0, null, null, null);

        var row = Workbooks.Read(Workbooks.Written(TestForms.Empty with { Funding = [line] })).Table.SkipWhile(cell => cell.Text != "某项").Take(6);

        Assert.Equal([("某项", null), ("0.00", 0m), ("0.00", 0m), ("", null), ("", null), ("—", (decimal?)null)], row.Select(cell => (cell.Text, cell.Number)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_PrintsOnA4LandscapeAtAFixedScaleWithPageNumbers(string name)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbooks.Written(TestForms.Named(name))), isEditable: false);
        var sheet = Workbooks.FirstSheet(document);
        var setup = sheet.Descendants<PageSetup>().Single();

        Assert.Equal((9u, OrientationValues.Landscape), (setup.PaperSize!.Value, setup.Orientation!.Value));
        Assert.InRange((int)setup.Scale!.Value, SheetPage.SmallestScalePercent, SheetPage.ScalePercent);
        Assert.Null(setup.FitToWidth);
        Assert.Equal("&C第 &P 页 共 &N 页", sheet.Descendants<OddFooter>().Single().Text);
        Assert.Empty(sheet.Descendants<OddHeader>());
        var heights = sheet.Descendants<Row>().ToDictionary(row => row.RowIndex!.Value, row => row.Height!.Value);
        Assert.All(heights.Values, height => Assert.InRange(height, 1, 409));
        var breaks = sheet.Descendants<Break>().Select(page => page.Id!.Value).ToList();
        Assert.InRange(breaks.Count, 1, 4);
        Assert.All(breaks.Prepend(0u).Zip(breaks.Append(uint.MaxValue)), page => Assert.InRange(heights.Where(row => row.Key > page.First && row.Key <= page.Second).Sum(row => row.Value), 1, SheetPage.Room((int)setup.Scale.Value)));

        // Every page behind the tasks' heads starts with a task or a section, under the heads.
        var heads = sheet.Descendants<Row>().Single(row => Text(document, row.Elements<Cell>().First()) == "主要任务").RowIndex!.Value;
        Assert.Equal($"'自评表'!${heads}:${heads}", document.WorkbookPart!.Workbook!.Descendants<DefinedName>().Single().Text);
        Assert.All(breaks, page => Assert.NotEqual("", Text(document, sheet.Cell("A" + (page + 1).ToString(CultureInfo.InvariantCulture)))));
    }

    [Fact]
    public void Write_NamesTheDocumentInItsProperties()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Workbooks.Written(TestForms.NpcOffice)), isEditable: false);

        Assert.Equal(Rendered.Submitted.Title, document.PackageProperties.Title);
        Assert.Equal("zh-CN", document.PackageProperties.Language);
        Assert.Equal(Rendered.Submitted.SubmittedAt!.Value.UtcDateTime, document.PackageProperties.Created!.Value.ToUniversalTime());
    }

    [Fact]
    public void Write_WhenTheFormIsADraft_SaysSoAtTheHeadOfEveryPageAndNoDate()
    {
        var grid = FormGridBuilder.Build(TestForms.NpcOffice);
        var file = XlsxFormWriter.Write(grid, TestForms.NpcOffice, new DocumentProperties("草稿", Draft: true));

        Workbooks.AssertValid(file);
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        Assert.EndsWith("送审稿", Workbooks.FirstSheet(document).Descendants<OddHeader>().Single().Text, StringComparison.Ordinal);
        Assert.Null(document.PackageProperties.Created);
    }

    [Fact]
    public void Write_WhenATextNeedsMoreThanTheHighestRow_GivesItSeveralRowsThatReadAsOne()
    {
        var form = TestForms.NpcOffice with { Problems = string.Concat(Enumerable.Repeat("一是预算执行进度有待加快；", 400)) };
        var grid = FormGridBuilder.Build(form);
        var file = Workbooks.Written(form);

        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);

        Assert.True(Workbooks.FirstSheet(document).Descendants<Row>().Count() > grid.Rows.Count + 4);
        Assert.Equal(grid.Cells.Select(cell => (cell.Row, cell.RowSpan, cell.Text)), Workbooks.Read(file).Table.Select(cell => (cell.Row, cell.RowSpan, cell.Text)));
    }

    private static string Text(SpreadsheetDocument document, Cell cell) => cell.CellValue is null
        ? ""
        : document.WorkbookPart!.SharedStringTablePart!.SharedStringTable!.ElementAt(int.Parse(cell.CellValue.Text, CultureInfo.InvariantCulture)).InnerText;
}
