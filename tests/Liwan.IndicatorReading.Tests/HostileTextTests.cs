using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Liwan.IndicatorReading.Tests;

public sealed class HostileTextTests(ITestOutputHelper output)
{
    private const int Length = 100_000;

    public static TheoryData<string> Hostile()
    {
        var data = new TheoryData<string>();
        foreach (var piece in (ReadOnlySpan<string>)
            ["9", "1,", "1.", "((((", "()", "≥", "一", "百", "一百", "没有", "没有无未零", "2021年", "2021年1月-", "12月31日前", "1次，", "每", "\u202E", "\u200B", "每1次", "5-", "5至8次", "万", "未发生", "因疫情", "第", "𠮷", "的", "每年每", "1/2"])
        {
            data.Add(piece);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Judge_OfAHundredThousandCharacters_AnswersAtOnce(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, (Length / piece.Length) + 1))[..Length];
        Assert.True(Fuzz.Holds("≥1次", "1次"));
        var watch = Stopwatch.StartNew();

        Assert.True(Fuzz.Holds(text, "98%"));
        Assert.True(Fuzz.Holds("≥95%", text));
        Assert.True(Fuzz.Holds(text, text, text));
        // As long as the reader still reads.
        Assert.True(Fuzz.Holds("≥95次", text[..19_998]));
        Assert.True(Fuzz.Holds(text[..19_998], "95", text[..19_998]));

        output.WriteLine($"{piece}: {watch.ElapsedMilliseconds} ms");
        // A tenth of it is usual; the machine may be busy, or stand still for seconds.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("6次", "一亿亿亿亿亿次")]
    [InlineData("九千亿亿亿亿元", "1元")]
    [InlineData("5%", "百分之一亿亿亿亿")]
    [InlineData("5次", "一万亿至九亿亿亿亿次")]
    public void Judge_OfPowersUponPowers_Answers(string target, string actual) => Assert.True(Fuzz.Holds(target, actual));

    [Fact]
    public void Judge_OfTextsByChance_AnswersEach()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var given) ? given
            : Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 600
            : 5;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LIWAN_FUZZ_SEED"), CultureInfo.InvariantCulture, out var chosen) ? chosen : 20260107;

        var (count, slowest) = Fuzz.Run(seed, TimeSpan.FromSeconds(seconds));

        output.WriteLine($"seed {seed}: {count} pairs in {seconds} s, the slowest in {slowest.TotalMilliseconds:0.0} ms");
    }
}
