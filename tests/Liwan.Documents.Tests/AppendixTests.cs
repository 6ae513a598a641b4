using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Liwan.Documents.Appendices;
using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Html;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;
using Liwan.Documents.Xlsx;
using UglyToad.PdfPig;
using static Liwan.Documents.Tests.PdfReading;

namespace Liwan.Documents.Tests;

/// <summary>Tables that are printed behind a form.</summary>
public class AppendixTests
{
    private static readonly AppendixColumn[] Columns =
        [new("部分", 0.2, AppendixColumnKind.Label), new("项目", 0.3), new("得分", 0.1, AppendixColumnKind.Figure), new("说明", 0.4, AppendixColumnKind.RunningText)];

    private static readonly FormAppendix Scores = new(
        "评分", "荔湾区某局　2021年度", Columns,
        [["产出", "会议", "12.50", "按比例得分。"], ["产出", "小计", "12.50", ""], ["效益", "满意度", "待定", "=HYPERLINK(\"x\")\n需人工认定。"]],
        "没有评分项。", "注：按国家规则评分。");

    private static readonly FormAppendix NoComments = new("审核意见", "荔湾区某局　2021年度", Columns, [], "没有审核意见。");

    public static TheoryData<string, string> Documents => new()
    {
        { "npc-office", "pdf" }, { "npc-office", "docx" }, { "npc-office", "xlsx" },
        { "cppcc-office", "pdf" }, { "cppcc-office", "docx" }, { "cppcc-office", "xlsx" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Read_OfADocumentWithAppendices_GivesTheFormAlone(string name, string format)
    {
        var form = TestForms.Named(name);

        var reading = FormDocumentReader.Read(Write(form, format, Scores, NoComments), new ReadLimits(), default);

        Assert.Equal(JsonSerializer.Serialize(form), JsonSerializer.Serialize(reading.Form));
        Assert.Empty(reading.Doubts.Select(doubt => $"{doubt.Place} {doubt.Text} {doubt.Message}"));
    }

    [FormProperty]
    public void Write_WithAnAppendixOfAnyText_LosesNoneOfItAndLeavesTheFormAsItWas(FormContent form)
    {
        string[] texts = [form.Problems, form.Improvements, form.DepartmentCellText, .. form.Tasks.Select(task => task.Expected)];
        var appendix = new FormAppendix("检查结果", form.Title, Columns, [.. texts.Select(text => (string[])[text.Length % 2 == 0 ? "偶" : "奇", "项", "1", text])], "无");

        var grid = FormGridBuilder.Build(form, appendix);
        var alone = TagTree.Read(Rendered.Writer.Write(FormGridBuilder.Build(form), Rendered.Submitted)).Children[0];
        var pdf = Rendered.Writer.Write(grid, Rendered.Submitted);
        var together = TagTree.Read(pdf).Children[0];

        Assert.Equal(alone.Children.Select(Texts), together.Children.SkipLast(1).Select(Texts));
        var section = together.Children[^1];
        Assert.Equal("Sect", section.Type);
        var cells = section.Children.Single(child => child.Type == "Table").Children.SelectMany(row => row.Children).ToList();
        Assert.Equal(grid.Appendices[0].Cells.Select(cell => Fold(cell.Text)), cells.Select(cell => Fold(cell.Text)));
    }

    [Fact]
    public void Write_WithAppendices_GivesValidOfficeFiles()
    {
        Assert.Equal("", DocxReading.Faults(Write(TestForms.NpcOffice, "docx", Scores, NoComments)));
        Workbooks.AssertValid(Write(TestForms.NpcOffice, "xlsx", Scores, NoComments));
    }

    [Fact]
    public void Write_WhenAppendicesFollow_BeginsEachOnAPageOfItsOwnAndCountsThemIn()
    {
        var form = TestForms.NpcOffice;
        using var pdf = PdfDocument.Open(Write(form, "pdf", Scores, NoComments));

        Assert.Equal(5, pdf.NumberOfPages);
        Assert.Equal("第5页共5页", Text(pdf.GetPage(5).Letters)[^6..]);
        Assert.StartsWith("附录一评分", Text(pdf.GetPage(4).Letters), StringComparison.Ordinal);
        Assert.Equal("附录二审核意见荔湾区某局2021年度部分项目得分说明没有审核意见。第5页共5页", Text(pdf.GetPage(5).Letters));
        Assert.True(pdf.TryGetBookmarks(out var bookmarks));
        Assert.Equal(["附录一 评分", "附录二 审核意见"], bookmarks.Roots.Select(node => node.Title).TakeLast(2));
    }

    [Fact]
    public void WriteXlsx_PutsEachAppendixOnASheetOfItsOwnWithNumbersAsNumbersAndTextsAsText()
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(Write(TestForms.NpcOffice, "xlsx", Scores, NoComments)), isEditable: false);

        var sheets = book.WorkbookPart!.Workbook!.Descendants<Sheet>().ToList();
        Assert.Equal(["自评表", "附录一 评分", "附录二 审核意见"], sheets.Select(sheet => sheet.Name!.Value));
        var cells = ((WorksheetPart)book.WorkbookPart.GetPartById(sheets[1].Id!)).Worksheet!.Descendants<Cell>().ToList();
        Assert.Equal(["12.50", "12.50"], cells.Where(cell => cell.CellReference!.Value!.StartsWith('C') && cell.CellValue is not null && cell.DataType is null).Select(cell => cell.CellValue!.Text));
        Assert.DoesNotContain(cells, cell => cell.CellFormula is not null);
    }

    [Fact]
    public void WriteHtml_PutsEachAppendixIntoASectionWithAHeading()
    {
        var html = Encoding.UTF8.GetString(HtmlFormWriter.Write(FormGridBuilder.Build(TestForms.NpcOffice, Scores, NoComments), Rendered.Submitted));

        Assert.Contains("<section class=\"appendix\">\n<h2 id=\"appendix-1\">附录一&#x3000;评分</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<h2 id=\"appendix-2\">附录二&#x3000;审核意见</h2>", html, StringComparison.Ordinal);
        Assert.Contains("=HYPERLINK(&quot;x&quot;)&#xA;需人工认定。", html, StringComparison.Ordinal);
    }

    private static string Texts(TagTree.Element element) => Fold(string.Concat(element.All.Select(part => part.Text)));

    private static byte[] Write(FormContent form, string format, params FormAppendix[] appendices)
    {
        var grid = FormGridBuilder.Build(form, appendices);
        return format switch
        {
            "docx" => DocxFormWriter.Write(grid, form, Rendered.Submitted),
            "xlsx" => XlsxFormWriter.Write(grid, form, Rendered.Submitted),
            _ => Rendered.Writer.Write(grid, Rendered.Submitted, form),
        };
    }
}
