using System.Globalization;
using System.Text;
using System.Text.Json;
using Liwan.Documents.Forms;
using Liwan.Documents.Pdf.Reading;
using Liwan.Documents.Reading;
using static Liwan.Documents.Tests.PdfFiles;

namespace Liwan.Documents.Tests;

/// <summary>What print says, and how sure it is: small tables made by hand.</summary>
public class PdfFormReaderTextTests
{
    /// <summary>Two cells side by side from 100 to 300 and 300 to 500, 200 high.</summary>
    private const string Borders = "100 500 200 200 re S 300 500 200 200 re S\n";

    [Theory]
    [InlineData("⻔", "门")]
    [InlineData("⽀出⼤", "支出大")]
    [InlineData("⻚⻋⻅⻓⻛", "页车见长风")]
    [InlineData("１００％（Ａ）", "１００％（Ａ）")]
    [InlineData("⼀·①㈠", "一·①㈠")]
    public void Read_WhenTheTextLayerHasRadicals_MapsThemBackAndNothingElse(string printed, string meant) =>
        Assert.Equal(meant, Cell(Show(110, 680, printed)).Text);

    [Fact]
    public void Read_WhenALineIsFull_JoinsItWithTheNext() =>
        Assert.Equal("一二三四五六七八九十一二三四五六七八九十", Cell(Show(105, 680, "一二三四五六七八九十一二三四五六七八九") + Show(105, 666, "十")).Text);

    [Fact]
    public void Read_WhenALineEndsShort_KeepsItsEnd() =>
        Assert.Equal("一是保障。\n二是监督。", Cell(Show(105, 680, "一是保障。") + Show(105, 666, "二是监督。")).Text);

    [Fact]
    public void Read_WhenAWordBreaksTheLine_PutsTheSpaceBack() =>
        Assert.Equal("一二三四五六七 alpha beta", Cell(Show(105, 680, "一二三四五六七 alpha") + Show(105, 666, "beta") + Show(105, 652, "")).Text.Replace("\n", " ", StringComparison.Ordinal));

    [Fact]
    public void Read_WhenLettersArePrintedTwiceToLookBold_TakesThemOnceAndIsLessSure()
    {
        var cell = Cell(Show(110, 680, "合计") + Show(110.3, 680, "合计"));

        Assert.Equal("合计", cell.Text);
        Assert.InRange(cell.Confidence, 0.5, 0.99);
    }

    [Theory]
    [InlineData("\uE123")]
    [InlineData("\uFFFD")]
    public void Read_WhenACharacterHasNoMeaning_IsLessSure(string text) => Assert.InRange(Cell(Show(110, 680, "数" + text)).Confidence, 0.1, 0.6);

    [Fact]
    public void Read_WhenLettersCrossABorder_IsLessSure() => Assert.InRange(Read(Borders + Show(277, 680, "一二三")).Table[1].Confidence, 0.1, 0.9);

    [Fact]
    public void Read_WhenBordersAreThinRectanglesInPieces_FindsTheSameCells()
    {
        var pieces = new StringBuilder();
        foreach (var y in (int[])[500, 700])
        {
            for (var x = 100; x < 500; x += 20)
            {
                pieces.Append(CultureInfo.InvariantCulture, $"{x} {y} 20.4 0.5 re f ");
            }
        }

        pieces.Append("100 500 0.5 200 re f 300 500 0.5 90 re f 300 590 0.5 110 re f 500 500 0.5 200 re f\n");

        var found = Read(pieces + Show(110, 680, "甲") + Show(310, 680, "乙"));

        Assert.Equal([(0, 0, "甲", 1.0), (0, 1, "乙", 1.0)], found.Table.Select(cell => (cell.Row, cell.Column, cell.Text, cell.Confidence)));
    }

    [Fact]
    public void Read_WhenOuterBordersAreMissing_InfersThemAndIsLessSure()
    {
        var found = Read("100 500 m 500 500 l S 100 600 m 500 600 l S 100 700 m 500 700 l S 300 500 m 300 700 l S\n" + Show(110, 680, "甲") + Show(310, 680, "乙") + Show(110, 580, "丙") + Show(310, 580, "丁"));

        Assert.Equal([(0, 0, "甲"), (0, 1, "乙"), (1, 0, "丙"), (1, 1, "丁")], found.Table.Select(cell => (cell.Row, cell.Column, cell.Text)));
        Assert.All(found.Table, cell => Assert.InRange(cell.Confidence, 0.5, 0.99));
    }

    [Fact]
    public void Read_WhenWordsAreUnderlined_DoesNotTakeTheLineForABorder() =>
        Assert.Equal("下划线", Cell("110 678 m 140 678 l S 105 640 m 295 640 l S\n" + Show(110, 680, "下划线")).Text);

    [Fact]
    public void Read_WhenAClippingPathCrossesACell_DoesNotTakeItForABorder() =>
        Assert.Equal("甲乙", Cell("100 600 200 100 re W n\n" + Show(110, 680, "甲") + Show(110, 520, "乙")).Text.Replace("\n", "", StringComparison.Ordinal));

    [Fact]
    public void Read_SortsLinesAroundTheTableAndDropsPageNumbers()
    {
        var found = Read(Borders + Show(110, 680, "甲") + Show(100, 760, "附件3") + Show(250, 740, "自评表", 18) + Show(100, 710, "部门名称（盖章）") + Show(440, 710, "单位：万元") + Show(100, 480, "注：尾差。") + Show(280, 20, "第 1 页 共 1 页") + Show(280, 40, "- 1 -") + Show(280, 60, "1/1"));

        Assert.Equal(["附件3", "自评表", "部门名称（盖章）", "单位：万元"], found.LinesAbove.Select(line => line.Text));
        Assert.Equal([new FoundLine("注：尾差。", "第1页")], found.LinesBelow);
    }

    [Fact]
    public void Read_SaysWhereEachCellStands() => Assert.Equal(["第1页第1行第1列", "第1页第1行第2列"], Read(Borders + Show(110, 680, "甲")).Table.Select(cell => cell.Place));

    [Theory]
    [InlineData("/Names<</EmbeddedFiles<</Names[(form.json) 10 0 R]>>>>")]
    [InlineData("/Names<</EmbeddedFiles<</Kids[<</Names[(other) 12 0 R]>><</Names[(a) 10 0 R]>>]>>>>")]
    public void Read_WhenTheFormIsAttached_GivesItAndWhatItPrints(string catalog)
    {
        var json = JsonSerializer.Serialize(TestForms.Empty with { Year = 2022 }, FormContentJsonContext.Default.FormContent);

        var found = PdfFormReader.Read(OfPages([Borders + Show(110, 680, "甲")], Attachment(json), catalog), new ReadLimits(), CancellationToken.None);

        Assert.Equal(2022, found.Embedded?.Year);
        Assert.Equal(("部门名称", "PDF 内嵌的自评表内容"), (found.Table[0].Text, found.Table[0].Place));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("[[[[[[")]
    public void Read_WhenWhatIsAttachedIsNoForm_ReadsThePrintAlone(string json)
    {
        var found = PdfFormReader.Read(OfPages([Borders + Show(110, 680, "甲")], Attachment(json), "/Names<</EmbeddedFiles<</Names[(form.json) 10 0 R]>>>>"), new ReadLimits(), CancellationToken.None);

        Assert.Null(found.Embedded);
        Assert.Equal("甲", found.Table[0].Text);
    }

    [Fact]
    public void Read_WhenARowIsCutByAPageBreak_JoinsWhatRunsOn()
    {
        const string full = "一二三四五六七八九十一二三四五六七八九";
        var first = Borders + Show(110, 680, "任务1") + string.Concat(Enumerable.Range(0, 14).Select(i => Show(305, 685 - (i * 13.5), full)));

        var found = PdfFormReader.Read(OfPages([first, Borders + Show(110, 680, "任务1") + Show(305, 685, "完成。")]), new ReadLimits(), CancellationToken.None);

        Assert.Equal(["任务1", string.Concat(Enumerable.Repeat(full, 14)) + "完成。"], found.Table.Select(cell => cell.Text));
        Assert.All(found.Table, cell => Assert.Equal((0, 1, 1.0), (cell.Row, cell.RowSpan, cell.Confidence)));
    }

    private static string Attachment(string json) => $"""
        10 0 obj<</Type/Filespec/F(form.json)/UF(form.json)/EF<</F 11 0 R>>>>endobj
        11 0 obj<</Type/EmbeddedFile/Length {json.Length}>>stream
        {json}
        endstream endobj
        12 0 obj<</Type/Filespec/F(other)/EF<</F 99 0 R>>>>endobj
        """;

    private static FoundDocument Read(string content) => PdfFormReader.Read(OfPages([content]), new ReadLimits(), CancellationToken.None);

    private static FoundCell Cell(string content) => Read(Borders + content).Table[0];
}
