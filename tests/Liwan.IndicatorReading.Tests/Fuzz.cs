using System.Diagnostics;

namespace Liwan.IndicatorReading.Tests;

/// <summary>Texts by chance out of the pieces that the reader looks for, and what must hold of each.</summary>
internal static class Fuzz
{
    /// <summary>What texts are put together from.</summary>
    public static IReadOnlyList<string> Pieces { get; } =
    [
        "0", "1", "2", "5", "9", "12", "100", "2021", "99.5", "1,000", "0.95", ".", ",", "，", "、", "。", "；", "：", " ", "\n", "\u3000", "\u200B", "\u202E", "\uFEFF", "≥", "≤", ">", "<", "=", "═",
        "%", "‰", "％", "万", "亿", "千", "百", "十", "一", "两", "三", "九", "成", "零", "〇", "点", "第", "届", "号", "年", "月", "日", "底", "前", "度", "季", "上半年", "至", "到", "-", "—", "~", "/",
        "*", "(", ")", "（", "）", "[", "]", "〔", "〕", "个", "件", "项", "次", "人", "人次", "批", "元", "万元", "亩", "公里", "天", "个月", "工作日", "小时", "TB", "kg", "G", "m²", "以上", "以下",
        "以内", "不低于", "不超过", "超过", "至少", "控制在", "约", "左右", "余", "多", "不足", "未达到", "没有", "未发生", "无", "事故", "投诉", "问题", "因", "疫情", "取消", "未开展", "完成", "达到", "达成预期指标",
        "目标", "计划", "实际", "共", "合计", "增长", "下降", "提高到", "每", "每月", "满意度", "完成率", "次数", "情况", "显著提升", "𠮷", "\uFFFD", "\0", "é", "١٢٣", "百分之", "百分百", "倍",
    ];

    /// <summary>Judges a pair; true if it answers, with a sentence and with places inside the texts.</summary>
    public static bool Holds(string target, string actual, string name = "")
    {
        var judgement = IndicatorJudge.Judge(new IndicatorText(name, name, target, actual));
        return judgement.Reason.EndsWith('。') && judgement.Reason.Length < 400
            && Enum.IsDefined(judgement.Outcome) && Enum.IsDefined(judgement.Grounds)
            && IsWithin(judgement.Target.Span, target) && IsWithin(judgement.Actual.Span, actual)
            && (judgement.Outcome is Outcome.NotReported or Outcome.Exempt or Outcome.Qualitative || actual.Length > 0);
    }

    /// <summary>A text of a number of pieces.</summary>
    public static string Text(Random random, int most) => string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => Pieces[random.Next(Pieces.Count)]));

    /// <summary>Judges pairs by chance for a time; returns how many, and the slowest.</summary>
    public static (long Count, TimeSpan Slowest) Run(int seed, TimeSpan duration)
    {
        var random = new Random(seed);
        var elapsed = Stopwatch.StartNew();
        var slowest = TimeSpan.Zero;
        long count = 0;
        for (; elapsed.Elapsed < duration; count++)
        {
            // Most are short, as cells are; now and then one is far beyond any cell.
            var most = random.Next(2000) == 0 ? 20_000 : random.Next(1, 30);
            var (target, actual, name) = (Text(random, most), Text(random, most), Text(random, 4));
            var before = elapsed.Elapsed;
            Assert.True(Holds(target, actual, name), $"seed {seed}, text {count}: {target} | {actual} | {name}");
            slowest = elapsed.Elapsed - before > slowest ? elapsed.Elapsed - before : slowest;
        }

        return (count, slowest);
    }

    private static bool IsWithin(TextSpan span, string text) =>
        span.Start >= 0 && span.Start <= span.End && span.End <= text.EnumerateRunes().Count();
}
