using System.Buffers;

namespace Liwan.IndicatorReading;

/// <summary>The words by which a text says how a number is meant, the longest first.</summary>
internal static class Wording
{
    private static readonly (string Word, Bound Bound)[] Before = Longest(
        (Bound.AtLeast, "不低于 不得低于 应不低于 不少于 不得少于 不小于 不得小于 不下于 大于等于 大于或等于 高于或等于 高于等于 至少 最少 最低 达到或超过 不弱于 起码 保底"),
        (Bound.MoreThan, "超过 大于 高于 多于 超出 突破 超"),
        (Bound.AtMost, "不超过 不得超过 不高于 不得高于 不大于 不得大于 不多于 不得多于 小于等于 小于或等于 低于或等于 低于等于 至多 最多 最高 上限 未超过 没有超过 未超 不超 控制在 控制到 限制在 不突破 未突破 不超出 未超出"),
        (Bound.LessThan, "小于 低于 少于 不足 不到 不满 未满 未达到 没有达到 未能达到 未达 没达到 不及 没有完成 未完成 未能完成"),
        (Bound.About, "约 大约 近 将近 接近 大概 左右约 约为 约等于"));

    private static readonly (string Word, Bound Bound)[] After = Longest(
        (Bound.AtLeast, "以上 及以上 及其以上 (含)以上 含以上 或以上 + 以上(含) 及更多 或更多"),
        (Bound.AtMost, "以下 及以下 及其以下 (含)以下 含以下 或以下 以内 之内 内 以下(含) 以内(含)"),
        (Bound.About, "左右 上下"));

    private static readonly SearchValues<char> LastOfBefore = SearchValues.Create([.. Before.Select(row => row.Word[^1])]);
    private static readonly SearchValues<char> FirstOfAfter = SearchValues.Create([.. After.Select(row => row.Word[0])]);

    /// <summary>The bound that the words right before a place say, and where they begin.</summary>
    public static Bound EndingAt(NormalText text, ref int end)
    {
        if (end == 0 || !LastOfBefore.Contains(text[end - 1]))
        {
            return Bound.None;
        }

        foreach (var (word, bound) in Before)
        {
            if (text.EndsWith(end, word))
            {
                end -= word.Length;
                return bound;
            }
        }

        return Bound.None;
    }

    /// <summary>The bound that the words at a place say, and where they end.</summary>
    public static Bound StartingAt(NormalText text, ref int start)
    {
        if (!FirstOfAfter.Contains(text[start]))
        {
            return Bound.None;
        }

        foreach (var (word, bound) in After)
        {
            // 内容 and 内部 are no 以内.
            if (text.StartsWith(start, word) && !(word == "内" && text[start + 1] is '容' or '部' or '外'))
            {
                start += word.Length;
                return bound;
            }
        }

        return Bound.None;
    }

    /// <summary>Whether a text ends, at a place, with one of some words.</summary>
    public static bool EndsWithAny(NormalText text, int end, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.EndsWith(end, word))
            {
                return true;
            }
        }

        return false;
    }

    private static (string, Bound)[] Longest(params (Bound Bound, string Words)[] table) =>
        [.. table.SelectMany(row => row.Words.Split(' ').Select(word => (word, row.Bound))).OrderByDescending(row => row.word.Length)];
}
