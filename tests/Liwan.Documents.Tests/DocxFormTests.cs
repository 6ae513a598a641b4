using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Reading;

namespace Liwan.Documents.Tests;

/// <summary>Forms as DOCX, and back.</summary>
public class DocxFormTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    [FormProperty]
    public void Write_GivesAValidDocumentThatReadsBackCellByCell(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);
        var bytes = DocxFormWriter.Write(grid, form, Rendered.Submitted);

        AssertValid(bytes);
        var found = Read(bytes);

        Assert.Equal(PackagedForms.Expected(grid), found.Table.Select(cell => (cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, cell.Text)));
        Assert.Equal(Json(form), Json(found.Embedded!));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_PrintsHeadingTableAndNothingBelow(string name)
    {
        var form = TestForms.Named(name);

        var found = Read(DocxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted));

        Assert.Equal(
            [.. form.AttachmentLabel.Length > 0 ? [form.AttachmentLabel] : Array.Empty<string>(), form.Title, form.YearLine, $"{form.SealLine}\t单位：万元"],
            found.LinesAbove.Select(line => line.Text));
        Assert.Empty(found.LinesBelow);
        Assert.Equal("表格第1行第2列", found.Table[1].Place);
    }

    [Fact]
    public void Write_GivesTheSameBytesAgain()
    {
        var form = TestForms.NpcOffice;

        Assert.Equal(
            DocxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted),
            DocxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted));
    }

    [Fact]
    public void Write_OfADraft_MarksEveryPage()
    {
        var form = TestForms.NpcOffice;
        var bytes = DocxFormWriter.Write(FormGridBuilder.Build(form), form, new DocumentProperties("草稿", Draft: true));

        AssertValid(bytes);
        using var package = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        Assert.Contains("送审稿", Assert.Single(package.MainDocumentPart!.HeaderParts).Header!.OuterXml, StringComparison.Ordinal);
        Assert.Null(package.PackageProperties.Created);
    }

    [Fact]
    public void Read_AfterSomebodyEdited_FindsWhatAPersonSees()
    {
        var edited = Edited(TestForms.NpcOffice, table =>
        {
            var rows = table.Elements<TableRow>().ToList();
            rows[0].Elements<TableCell>().Last().Elements<Paragraph>().Single().Append(new InsertedRun(new Run(new Text("（改）"))) { Author = "a", Id = "1" });
            var problems = rows[^2].Elements<TableCell>().Last().Elements<Paragraph>().Single();
            problems.RemoveAllChildren<Run>();
            problems.Append(new DeletedRun(new Run(new DeletedText("旧"))) { Author = "a", Id = "2" }, new Run(new Text("新")), new Run(new Break(), new Text("行")));
            rows[2].InsertAfterSelf(rows[2].CloneNode(true));
        });

        var found = Read(edited);

        var rows = FormGridBuilder.Build(TestForms.NpcOffice).Rows.Count;
        Assert.Equal(TestForms.NpcOffice.DepartmentCellText + "（改）", found.Table[1].Text);
        Assert.Equal(rows + 1, found.Table.Max(cell => cell.Row) + 1);
        Assert.Equal("新\n行", found.Table.Single(cell => cell.Row == rows - 1 && cell.Column == 1).Text);
        Assert.Equal(2, found.Table.Count(cell => cell.Text == "合计"));
    }

    [Fact]
    public void Read_OfARowDeletedWithChangesTracked_LeavesItOut()
    {
        var edited = Edited(TestForms.NpcOffice, table =>
            table.Elements<TableRow>().Last().PrependChild(new TableRowProperties(new Deleted { Author = "a", Id = "1" })));

        Assert.DoesNotContain(Read(edited).Table, cell => cell.Text == "改进措施");
    }

    [Fact]
    public void Read_OfADocumentWithoutATable_SaysSo()
    {
        var edited = Edited(TestForms.NpcOffice, table => table.Remove());

        Assert.Contains("没有表格", Assert.Throws<DocumentReadException>(() => Read(edited)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfABombOfDeflate_StopsAtTheLimit()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("word/media/image1.png").Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 300; i++)
            {
                entry.Write(zeros);
            }
        }

        Assert.Contains("解压后超过上限", Assert.Throws<DocumentReadException>(() => Read(file.ToArray())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>", "DTD")]
    [InlineData("<x>", "损坏")]
    public void Read_OfHostileXml_SaysWhatIsWrong(string xml, string expected) =>
        Assert.Contains(expected, Assert.Throws<DocumentReadException>(() => Read(PackagedForms.Zip(("word/document.xml", xml)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_OfDeepNesting_StopsAtTheLimit()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000));

        Assert.Contains("嵌套超过", Assert.Throws<DocumentReadException>(() => Read(PackagedForms.Zip(("word/document.xml", deep)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnythingElse_SaysWhatWouldBeRight()
    {
        Assert.Contains("另存为", Assert.Throws<DocumentReadException>(() => Read([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])).Message, StringComparison.Ordinal);
        Assert.Contains("重新保存", Assert.Throws<DocumentReadException>(() => Read(Encoding.UTF8.GetBytes("no zip"))).Message, StringComparison.Ordinal);
        Assert.Contains("超过上限", Assert.Throws<DocumentReadException>(() => DocxFormReader.Read(new byte[100], new ReadLimits { MaxBytes = 99 }, default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfASpoiltFile_GivesAFormOrSaysThatItIsBroken() =>
        PackagedForms.Spoil(DocxFormWriter.Write(FormGridBuilder.Build(TestForms.NpcOffice), TestForms.NpcOffice, Rendered.Submitted), bytes => Read(bytes));

    private static FoundDocument Read(byte[] bytes) => DocxFormReader.Read(bytes, new ReadLimits(), CancellationToken.None);

    private static byte[] Edited(FormContent form, Action<Table> edit)
    {
        using var file = new MemoryStream();
        file.Write(DocxFormWriter.Write(FormGridBuilder.Build(form), form, Rendered.Submitted));
        using (var package = WordprocessingDocument.Open(file, isEditable: true))
        {
            edit(package.MainDocumentPart!.Document!.Body!.GetFirstChild<Table>()!);
        }

        return file.ToArray();
    }

    private static void AssertValid(byte[] bytes)
    {
        using var package = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(package).Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}").Take(5));
    }

    private static string Json(FormContent form) => JsonSerializer.Serialize(form, FormContentJsonContext.Default.FormContent);
}
