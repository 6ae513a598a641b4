using System.Text.Json;
using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using static Liwan.Documents.Tests.DocxReading;

namespace Liwan.Documents.Tests;

/// <summary>DOCX as our writer makes it, and as others make it from the same template.</summary>
public class DocxFormReaderTests
{
    public static TheoryData<string> Forms => ["npc-office", "cppcc-office"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_WhenTheFormIsReal_GivesEveryCellAndTheLinesAround(string name)
    {
        var form = TestForms.Named(name);

        var found = Read(Written(form));

        Assert.Equal(Reading.FormFileFormat.Docx, found.Format);
        Assert.Equal(Cells(FormGridBuilder.Build(form)), Cells(found));
        Assert.Equal(
            new[] { form.AttachmentLabel, form.Title, form.YearLine, form.SealLine, "单位：万元" }.Where(line => line.Length > 0),
            found.LinesAbove.Select(line => line.Text));
        Assert.Empty(found.LinesBelow);
        Assert.Equal(Json(form), Json(found.Embedded!));
    }

    [FormProperty]
    public void Read_GivesBackWhatWasWritten(FormContent form)
    {
        var grid = FormGridBuilder.Build(form);

        var found = Read(Written(form));

        Assert.Equal(Cells(grid), Cells(found));
        Assert.Equal(Json(form), Json(found.Embedded!));
        Assert.Equal(grid.Note, string.Concat(found.LinesBelow.Select(line => line.Text)));
        Assert.Equal("单位：万元", found.LinesAbove[^1].Text);
    }

    [Fact]
    public void Read_NamesPlacesAsAPersonCountsThem()
    {
        var found = Read(Written(TestForms.NpcOffice));

        Assert.Equal("表格第1行第1列", found.Table[0].Place);
        Assert.Equal("表格第3行第2列", found.Table.First(cell => cell.Text == "合计").Place);
        Assert.Equal("表格第7行第4列", found.Table.First(cell => cell.Text == "关键指标").Place);
        Assert.Equal("表格上方第2行", found.LinesAbove[1].Place);
    }

    [Fact]
    public void Read_WhenTheSealLineIsPartedFromTheUnitBySpaces_GivesBoth()
    {
        var found = Read(Foreign("<w:p><w:r><w:t>部门名称（盖章）：某局　　　  单位：万元</w:t></w:r></w:p>" + Table(Row(Cell("部门名称"), Cell("某局")))));

        Assert.Equal(["部门名称（盖章）：某局", "单位：万元"], found.LinesAbove.Select(line => line.Text));
    }

    [Fact]
    public void Read_WhenAnotherTableHasMoreCells_StillTakesTheForm()
    {
        var large = Table(string.Concat(Enumerable.Repeat(Row(Cell("甲"), Cell("乙"), Cell("丙")), 20)));
        var form = Table(Row(Cell("部门名称"), Cell("某局")) + Row(Cell("存在问题"), Cell("无")) + Row(Cell("改进 措施"), Cell("无")));

        var found = Read(Foreign(Table(Row(Cell("附件3"))) + "<w:p/>" + form + "<w:p/>" + large + "<w:p><w:r><w:t>第 1 页 共 3 页</w:t></w:r></w:p><w:p><w:r><w:t>填表人：</w:t></w:r></w:p>"));

        Assert.Equal(["部门名称", "某局", "存在问题", "无", "改进 措施", "无"], found.Table.Select(cell => cell.Text));
        Assert.Equal(["附件3"], found.LinesAbove.Select(line => line.Text));
        Assert.Equal("填表人：", found.LinesBelow[^1].Text);
        Assert.DoesNotContain(found.LinesBelow, line => line.Text.Contains('页', StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WhenThereIsNoTable_SaysSo() =>
        Assert.Contains("没有表格", Refusal(Foreign("<w:p><w:r><w:t>附件3</w:t></w:r></w:p>")), StringComparison.Ordinal);

    [Theory]
    [InlineData("<w:r><w:t>预</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>算</w:t></w:r>", "预算")]
    [InlineData("<w:r><w:t xml:space=\"preserve\"> a </w:t><w:t> b </w:t></w:r>", " a b")]
    [InlineData("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:cr/><w:t>三</w:t><w:tab/><w:t>四</w:t></w:r>", "一\n二\n三\t四")]
    [InlineData("<w:r><w:noBreakHyphen/><w:t>768.27</w:t><w:softHyphen/></w:r>", "-768.27")]
    [InlineData("<w:r><w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>95%</w:t><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:sym/></w:r>", "≥95%☑\uFFFD")]
    [InlineData("<w:hyperlink r:id=\"none\"><w:r><w:t>网</w:t></w:r></w:hyperlink><w:smartTag w:element=\"place\"><w:r><w:t>址</w:t></w:r></w:smartTag>", "网址")]
    [InlineData("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>填好</w:t></w:r></w:sdtContent></w:sdt>", "填好")]
    [InlineData("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>", "")]
    [InlineData("<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>DATE</w:instrText><w:t>码</w:t><w:fldChar w:fldCharType=\"separate\"/><w:t>2021</w:t><w:fldChar w:fldCharType=\"end\"/><w:t>年</w:t></w:r>", "2021年")]
    [InlineData("<w:fldSimple w:instr=\"DATE\"><w:r><w:t>2021</w:t></w:r></w:fldSimple>", "2021")]
    [InlineData("<w:r><w:t>完成</w:t></w:r><w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:commentReference w:id=\"1\"/></w:r>", "完成")]
    [InlineData("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>显</w:t></w:r>", "显")]
    [InlineData("<w:r><w:ruby><w:rt><w:r><w:t>li</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>荔</w:t></w:r></w:rubyBase></w:ruby></w:r>", "荔")]
    [InlineData("<w:r><mc:AlternateContent><mc:Choice Requires=\"v\"><w:t>?</w:t></mc:Choice><mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r>", "😀")]
    [InlineData("<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict><w:t>外</w:t></w:r>", "外")]
    [InlineData("<w:r><w:t>一</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>二</w:t></w:r>", "一\n\n二")]
    [InlineData("<w:r><w:t>前</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p>", "前\n甲\t乙\n丙")]
    public void Read_GivesTheTextThatAPersonSees(string paragraph, string text) =>
        Assert.Equal(text, Read(Foreign(Table($"<w:tr><w:tc><w:p>{paragraph}</w:p></w:tc></w:tr>"))).Table.Single().Text);

    [Fact]
    public void Read_FollowsMergesAndIndents()
    {
        const string row1 = "<w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>跨</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p/></w:tc></w:tr>";
        const string row2 = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>藏</w:t></w:r></w:p></w:tc><w:sdt><w:sdtContent><w:tc><w:p/></w:tc></w:sdtContent></w:sdt><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>";
        const string row3 = "<w:sdt><w:sdtContent><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr><w:tc><w:tcPr><w:hMerge w:val=\"restart\"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc></w:tr></w:sdtContent></w:sdt>";

        var found = Read(Foreign(Table(row1 + row2 + row3)));

        Assert.Equal([(0, 0, 2, 1, "跨"), (0, 1, 1, 2, ""), (1, 1, 1, 1, ""), (1, 2, 1, 1, ""), (2, 1, 1, 2, "")], Cells(found));
    }

    private static string Table(string rows) => $"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>";

    private static string Row(params string[] cells) => $"<w:tr>{string.Concat(cells)}</w:tr>";

    private static string Cell(string text) => $"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>";

    private static string Json(FormContent form) => JsonSerializer.Serialize(form, FormContentJsonContext.Default.FormContent);
}
