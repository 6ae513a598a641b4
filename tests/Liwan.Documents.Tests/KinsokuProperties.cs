using Liwan.Documents.Forms;
using Liwan.Documents.Layout;
using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Tests;

/// <summary>避头尾: which characters may stand at the edges of a line.</summary>
public class KinsokuProperties
{
    private const string NotFirst = "，。、；：？！）」》”’】";
    private const string NotLast = "（「《“‘【";

    [FormProperty]
    public void Paginate_NeverStartsALineWithClosingOrEndsItWithOpeningPunctuationIfItCanBeHelped(FormContent form)
    {
        var texts = Paginator.Paginate(FormGridBuilder.Build(form), Rendered.Fonts)
            .SelectMany(page => page.Cells).SelectMany(cell => cell.Lines).Select(line => line.Text).Distinct();
        foreach (var text in texts)
        {
            for (var i = 1; i < text.Lines.Length; i++)
            {
                var before = text.Characters(i - 1);
                var after = text.Characters(i);
                if (text.Lines[i - 1].EndsParagraph || before.IsEmpty || after.IsEmpty || !HasOpportunity(before))
                {
                    continue;
                }

                Assert.DoesNotContain((char)after[0], NotFirst);
                Assert.DoesNotContain((char)before[^1], NotLast);
            }
        }
    }

    [Theory]
    [InlineData("一二三四五，六", new[] { "一二三四", "五，六" })]
    [InlineData("一二三四（五六）", new[] { "一二三四", "（五六）" })]
    [InlineData("一二三四五“六”", new[] { "一二三四五", "“六”" })]
    [InlineData("一二三98.61%", new[] { "一二三", "98.61%" })]
    [InlineData("一二三四——五", new[] { "一二三四", "——五" })]
    [InlineData("    一二三四五", new[] { "    一二三", "四五" })]
    [InlineData("一二三四五   六", new[] { "一二三四五", "六" })]
    [InlineData("一\r\n\n二", new[] { "一", "", "二" })]
    [InlineData("，，，，，，，", new[] { "，，，，，", "，，" })]
    public void Break_SetsLinesByTheRules(string text, string[] lines)
    {
        var set = LineBreaker.Break(text, Rendered.Fonts.Regular, size: 10, width: 50);

        Assert.Equal(lines, Enumerable.Range(0, set.Lines.Length).Select(line => LineText(set, line)));
    }

    [Theory]
    [InlineData("会议召开工作完成率", 80, new[] { "会议召开工作", "完成率" })]
    [InlineData("整体支出年初预算数", 60, new[] { "整体支出年初", "预算数" })]
    [InlineData("完成率abcdefghijklmn", 100, new[] { "完成率", "abcdefghijklmn" })]
    public void BreakEvenly_LeavesNoStubOnTheLastLine(string text, double width, string[] lines)
    {
        var set = LineBreaker.BreakEvenly(text, Rendered.Fonts.Regular, size: 10, width);

        Assert.Equal(lines, Enumerable.Range(0, set.Lines.Length).Select(line => LineText(set, line)));
    }

    private static string LineText(TypesetText text, int line) => string.Concat(text.Characters(line).ToArray().Select(char.ConvertFromUtf32));

    /// <summary>Whether a line has two Chinese characters side by side, between which it could have ended.</summary>
    private static bool HasOpportunity(ReadOnlySpan<int> line)
    {
        for (var i = 1; i < line.Length; i++)
        {
            if (IsChinese(line[i - 1]) && IsChinese(line[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsChinese(int character) => character is >= 0x4E00 and <= 0x9FFF;
}
