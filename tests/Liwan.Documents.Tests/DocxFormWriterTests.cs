using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Liwan.Documents.Docx;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using static Liwan.Documents.Tests.DocxReading;

namespace Liwan.Documents.Tests;

public partial class DocxFormWriterTests
{
    private static readonly FormGrid Grid = FormGridBuilder.Build(TestForms.NpcOffice);

    [FormProperty]
    public void Write_IsValidForAnyForm(FormContent form) => Assert.Equal("", Faults(Written(form)));

    [FormProperty]
    public void Write_GivesTheSameBytesForTheSameForm(FormContent form) => Assert.Equal(Written(form), Written(form));

    [Fact]
    public void Write_LeavesNoTraceOfTheTimeOfWriting()
    {
        using var zip = new ZipArchive(new MemoryStream(Written(TestForms.NpcOffice)));

        Assert.All(zip.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
        Assert.Contains("<dcterms:created xsi:type=\"dcterms:W3CDTF\">2022-03-31T09:00:00Z</dcterms:created>", Part(Written(TestForms.NpcOffice), "docProps/core.xml"), StringComparison.Ordinal);
        Assert.DoesNotContain("dcterms:created", Part(Draft(), "docProps/core.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NamesTheDocumentAndItsLanguage()
    {
        var core = Part(Written(TestForms.NpcOffice), "docProps/core.xml");

        Assert.Contains("<dc:title>荔湾区部门整体支出绩效自评表（2021年度）</dc:title>", core, StringComparison.Ordinal);
        Assert.Contains("<dc:language>zh-CN</dc:language>", core, StringComparison.Ordinal);
        Assert.Contains("w:eastAsia=\"zh-CN\"", Part(Written(TestForms.NpcOffice), "word/styles.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhenTheFormIsADraft_MarksEveryPageWithAWatermarkAndStaysValid()
    {
        var draft = Draft();

        Assert.Equal("", Faults(draft));
        Assert.Contains("string=\"送审稿\"", Part(draft, "word/header1.xml"), StringComparison.Ordinal);
        Assert.Contains("<w:headerReference w:type=\"default\" r:id=\"header\" />", Part(draft, "word/document.xml"), StringComparison.Ordinal);
        Assert.DoesNotContain("送审稿", string.Concat(Parts(Written(TestForms.NpcOffice))), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PrintsOnALandscapePageWithCountedPageNumbers()
    {
        var file = Written(TestForms.NpcOffice);

        Assert.Contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\" />", Part(file, "word/document.xml"), StringComparison.Ordinal);
        Assert.Equal("第 1 页 共 1 页", Markup().Replace(Part(file, "word/footer1.xml"), ""));
        Assert.Contains("w:instr=\" PAGE \"", Part(file, "word/footer1.xml"), StringComparison.Ordinal);
        Assert.Contains("w:instr=\" NUMPAGES \"", Part(file, "word/footer1.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RulesTheTableInColumnsThatFillThePage()
    {
        var document = Part(Written(TestForms.NpcOffice), "word/document.xml");

        var columns = GridColumn().Matches(document).Select(match => int.Parse(match.Groups["width"].Value, null)).ToList();

        Assert.Equal(Grid.ColumnShares.Count, columns.Count);
        Assert.Equal(16838 - 1600, columns.Sum());
        Assert.All(columns.Zip(Grid.ColumnShares), column => Assert.Equal(column.Second * (16838 - 1600), column.First, 1.0));
        Assert.Contains("<w:tblLayout w:type=\"fixed\" />", document, StringComparison.Ordinal);
        Assert.DoesNotContain("cantSplit", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhenXmlCannotCarryACharacter_PutsTheReplacementCharacter()
    {
        const string text = "a\u0000b\u0008\uD800c\uFFFE 😀\u200B \r\nd\re\t";
        var form = TestForms.Empty with { Problems = text, Title = text };
        var file = DocxFormWriter.Write(FormGridBuilder.Build(form), form, new DocumentProperties(text));

        Assert.Equal("", Faults(file));
        Assert.Equal("a\uFFFDb\uFFFD\uFFFDc\uFFFD 😀\u200B \nd\ne\t", Read(file).Table[^3].Text);
    }

    private static byte[] Draft() => DocxFormWriter.Write(Grid, TestForms.NpcOffice, new DocumentProperties("草稿", Draft: true));

    private static string Part(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return Text(zip.GetEntry(name)!);
    }

    private static List<string> Parts(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        return [.. zip.Entries.Select(Text)];
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant)]
    private static partial Regex Markup();

    [GeneratedRegex("<w:gridCol w:w=\"(?<width>[0-9]+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex GridColumn();
}
