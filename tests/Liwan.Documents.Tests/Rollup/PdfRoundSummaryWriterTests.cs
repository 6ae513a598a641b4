using System.Xml.Linq;
using Liwan.Documents.Rollup;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;
using static Liwan.Documents.Tests.PdfReading;

namespace Liwan.Documents.Tests.Rollup;

public class PdfRoundSummaryWriterTests
{
    private static readonly PdfRoundSummaryWriter Writer = new(Rendered.Fonts);

    public static TheoryData<string> Rounds => ["small", "empty", "7 sources", "50 sources"];

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Write_OfAnyRound_IsOnePageOnWhichNothingHangsOverTheMargins(string round)
    {
        using var document = PdfDocument.Open(Writer.Write(Named(round)));

        var page = Assert.Single(document.GetPages());
        Assert.All(page.Letters, letter => Assert.True(
            letter.BoundingBox.Left >= 39 && letter.BoundingBox.Right <= page.Width - 39 && letter.BoundingBox.Bottom >= 20 && letter.BoundingBox.Top <= page.Height - 30,
            $"{letter.Value} at {letter.BoundingBox}"));
        Assert.All(page.Paths.Select(path => path.GetBoundingRectangle()), box => Assert.True(
            box is null || (box.Value.Left >= 39 && box.Value.Right <= page.Width - 39 && box.Value.Bottom >= 30), $"{box}"));
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public void Write_OfAnyRound_GivesTheSameBytesAgain(string round) => Assert.Equal(Writer.Write(Named(round)), Writer.Write(Named(round)));

    [Fact]
    public void Write_OfARound_TagsTheTableAndSaysInWordsWhatTheChartsShow()
    {
        var document = Assert.Single(TagTree.Read(Writer.Write(Summaries.Small)).Children);

        Assert.Equal(["H1", "P", "P", "Table", "P", "Figure", "Figure"], document.Children.Select(element => element.Type));
        Assert.Equal(
            [
                "柱状图：各资金来源的预算与支出（万元）。一般公共预算：调整后预算 5771.28，实际支出 5722.93；政府性基金预算：调整后预算 120.00，实际支出 118.50；其他资金：调整后预算 30.00，实际支出 31.00。",
                "柱状图：预算完成率分布（部门数）。低于60%：0个部门；60%–80%：0个部门；80%–90%：0个部门；90%–95%：0个部门；95%–100%：1个部门；超过100%：1个部门；无法计算：0个部门。",
            ],
            document.Children.Where(element => element.Type == "Figure").Select(Alternative));
        var total = document.All.First(element => element.Type == "TD" && element.Text == "99.16%");
        var heads = document.All.Where(element => element.Id is not null).ToDictionary(element => element.Id!, element => Fold(element.Text));
        Assert.Equal(["预算完成率", "资金情况"], total.Headers.Select(head => heads[head]));
    }

    [Fact]
    public void Write_OfARound_PrintsItsFiguresAndWhenItWasComputedInLiwan()
    {
        using var document = PdfDocument.Open(Writer.Write(Summaries.Small));

        var text = Fold(string.Concat(document.GetPage(1).Letters.Select(letter => letter.Value)));
        Assert.StartsWith("荔湾区2021年度部门整体支出绩效自评汇总编制时间：2022年4月1日17:05单位：万元", text, StringComparison.Ordinal);
        Assert.Contains("合计6233.38-312.105872.4399.18%-5.01%一般公共预算6203.38-432.105722.9399.16%-6.97%", text, StringComparison.Ordinal);
        Assert.Contains("指标总数超额完成完成未完成需人工评价未填报不作评价", text, StringComparison.Ordinal);
        Assert.Contains("2931616", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfManySources_PrintsTheLargestAndTheRestAsOne()
    {
        var sources = RoundSummaryGrids.ForOverview(Summaries.Large(50).Sources);

        Assert.Equal(6, sources.Count);
        Assert.Equal("其他（45种来源）", sources[^1].Source);
        Assert.Equal(Summaries.Large(50).Total, sources.Aggregate(default(SummedFunds), (sum, source) => sum + source.Funds));
        Assert.Equal("第1项上级专项转移支付资金（含中央…", sources[0].Source);
    }

    [Fact]
    public void Write_OfARound_ClaimsPdfA3AndTheTimeOfTheContent()
    {
        using var document = PdfDocument.Open(Writer.Write(Summaries.Small));

        Assert.True(document.TryGetXmpMetadata(out var metadata));
        var packet = XDocument.Load(new MemoryStream([.. metadata.GetXmlBytes()]));
        XNamespace archive = "http://www.aiim.org/pdfa/ns/id/";
        Assert.Equal("3A", string.Concat(packet.Descendants(archive + "part").Concat(packet.Descendants(archive + "conformance")).Select(element => element.Value)));
        Assert.Equal("2022-04-01T09:05:00+00:00", packet.Descendants(XName.Get("CreateDate", "http://ns.adobe.com/xap/1.0/")).Single().Value);
    }

    [InstalledToolTheory("qpdf")]
    [MemberData(nameof(Rounds))]
    public async Task Write_OfAnyRound_IsAFileWithoutFaultsToQpdf(string round)
    {
        var (exitCode, output) = await InstalledTool.RunAsync("qpdf", Writer.Write(Named(round)), "--check", "{file}");

        Assert.True(exitCode == 0, output);
    }

    private static RoundSummaryContent Named(string round) => round switch
    {
        "small" => Summaries.Small,
        "empty" => Summaries.Empty,
        "7 sources" => Summaries.Large(7),
        _ => Summaries.Large(50),
    };

    private static string Alternative(TagTree.Element element) => element.Entries.Data["Alt"] switch
    {
        HexToken hex => hex.Data,
        StringToken text => text.Data,
        var other => other.ToString() ?? "",
    };
}
