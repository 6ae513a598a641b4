using System.Text.Json;
using System.Xml.Linq;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using UglyToad.PdfPig;
using static Liwan.Documents.Tests.PdfReading;

namespace Liwan.Documents.Tests;

/// <summary>What a PDF holds for readers aloud, archives and programs.</summary>
public class PdfStructureTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    [FormProperty]
    public void Write_TagsEveryCellOfTheTableOnceWithItsSpansAndHeads(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);

        var document = Assert.Single(TagTree.Read(Rendered.Writer.Write(grid, Rendered.Submitted)).Children);

        var table = Assert.Single(document.Children, element => element.Type == "Table");
        Assert.Equal(grid.Rows.Count, table.Children.Count);
        var cells = table.Children.SelectMany((row, i) => row.Children.Select(cell => (Row: i, Cell: cell))).ToList();
        Assert.Equal(
            grid.Cells.Select(cell => (cell.Row, cell.RowSpan, cell.ColumnSpan, Fold(cell.Text), IsHead(cell))),
            cells.Select(cell => (cell.Row, cell.Cell.Number("RowSpan"), cell.Cell.Number("ColSpan"), Fold(cell.Cell.Text), cell.Cell.Type == "TH")));
        Assert.All(cells.Where(cell => cell.Cell.Type == "TH"), cell => Assert.Contains(cell.Cell.Name("Scope"), (string[])["Row", "Column"]));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_NamesTheHeadsOfEachCell(string name)
    {
        var form = TestForms.Named(name);
        var elements = TagTree.Read(Rendered.Pdf(form)).All.ToList();
        var heads = elements.Where(element => element.Id is not null).ToDictionary(element => element.Id!, element => Fold(element.Text));

        var actual = elements.First(element => element.Type == "TD" && Fold(element.Text) == Fold(form.Tasks[1].Indicators[0].Target));
        var rate = elements.First(element => element.Type == "TD" && Fold(element.Text) == PrintedFigures.CompletionRate(form.FundingTotal));
        var problems = elements.First(element => Fold(element.Text) == Fold(form.Problems));

        Assert.Equal(["预期实现值"], actual.Headers.Select(head => heads[head]).Where(head => !head.StartsWith("任务", StringComparison.Ordinal)));
        Assert.Contains("部门资金情况", rate.Headers.Select(head => heads[head]));
        Assert.Equal(["存在问题"], problems.Headers.Select(head => heads[head]));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_TagsTheHeadingAndLeavesPageNumbersAndRepeatedHeadsOut(string name)
    {
        var form = TestForms.Named(name);
        var pdf = Rendered.Pdf(form);

        var document = Assert.Single(TagTree.Read(pdf).Children);

        Assert.Equal(("Document", "H1", form.Title), (document.Type, document.Children.Single(element => element.Type == "H1").Type, document.Children.Single(element => element.Type == "H1").Text));
        using var opened = PdfDocument.Open(pdf);
        var artifacts = opened.GetPages().SelectMany(page => page.GetMarkedContents()).Where(content => content.IsArtifact).Select(content => Fold(string.Concat(content.Letters.Select(letter => letter.Value)))).ToList();
        Assert.Contains("第2页共3页", artifacts);
        Assert.Contains("主要任务", artifacts);
        Assert.All(opened.GetPages(), page => Assert.Equal(page.Letters.Count, page.GetMarkedContents().Sum(content => content.Letters.Count)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Write_WhenTheFormIsReal_HasABookmarkForEachBlockAndTask(string name)
    {
        var form = TestForms.Named(name);
        using var document = PdfDocument.Open(Rendered.Pdf(form));

        Assert.True(document.TryGetBookmarks(out var bookmarks));
        Assert.Equal(["部门名称", "部门资金情况", "年度目标", "主要任务", "存在问题", "改进措施"], bookmarks.Roots.Select(root => root.Title));
        Assert.Equal(form.Tasks.Select(task => task.Label), bookmarks.Roots[3].Children.Select(child => child.Title));
    }

    [FormProperty]
    public void Write_WithItsContent_CarriesItToBeReadExactly(FormContent form)
    {
        using var document = PdfDocument.Open(Rendered.Writer.Write(FormGridBuilder.Build(form), Rendered.Submitted, form));

        Assert.True(document.Advanced.TryGetEmbeddedFiles(out var files));
        var file = Assert.Single(files);
        Assert.Equal("form.json", file.Name);
        Assert.Equal(JsonSerializer.Serialize(form, FormContentJsonContext.Default.FormContent), System.Text.Encoding.UTF8.GetString(file.Memory.Span));
    }

    [Fact]
    public void Write_OfASubmittedForm_ClaimsPdfA3AndSaysTheSameAsItsInformation()
    {
        using var document = PdfDocument.Open(Rendered.Pdf(TestForms.NpcOffice));

        Assert.True(document.TryGetXmpMetadata(out var metadata));
        XNamespace archive = "http://www.aiim.org/pdfa/ns/id/";
        XNamespace basic = "http://ns.adobe.com/xap/1.0/";
        var packet = Packet(metadata);
        Assert.Equal("3A", string.Concat(packet.Descendants(archive + "part").Concat(packet.Descendants(archive + "conformance")).Select(element => element.Value)));
        Assert.Contains(Rendered.Submitted.Title, packet.Root!.Value, StringComparison.Ordinal);
        Assert.Equal("2022-03-31T17:00:00+08:00", packet.Descendants(basic + "CreateDate").Single().Value);
    }

    [Fact]
    public void Write_OfADraft_ClaimsNothingForTheArchive()
    {
        using var document = PdfDocument.Open(Rendered.Writer.Write(FormGridBuilder.Build(TestForms.NpcOffice), new DocumentProperties("草稿", Draft: true)));

        Assert.True(document.TryGetXmpMetadata(out var metadata));
        Assert.Empty(Packet(metadata).Descendants(XName.Get("part", "http://www.aiim.org/pdfa/ns/id/")));
    }

    private static XDocument Packet(UglyToad.PdfPig.Content.XmpMetadata metadata) => XDocument.Load(new MemoryStream([.. metadata.GetXmlBytes()]));

    private static bool IsHead(GridCell cell) => cell.Role is CellRole.ColumnHead or CellRole.RowHead;
}
