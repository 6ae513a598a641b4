using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.Documents.Forms;

namespace Liwan.Documents.Tests;

/// <summary>A property over random forms: 100 of them, 1,000 in the full run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FormPropertyAttribute : PropertyAttribute
{
    public FormPropertyAttribute()
    {
        Arbitrary = [typeof(RandomForms)];
        Replay = "20210202,440103";
        MaxTest = Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 1000 : 100;
        QuietOnSuccess = true;
    }
}

/// <summary>Forms that no finance bureau has seen: empty, overfull, with texts that are hard to set.</summary>
internal static class RandomForms
{
    private const int LongText = 20_000;

    private static readonly string[] Pieces =
    [
        "荔", "湾", "区", "人大", "预算", "完成", "一是", "，", "。", "、", "；", "：", "？", "！", "（", "）", "「", "」", "《", "》", "“", "”", "‘", "’", "【", "】",
        "——", "……", " ", "  ", "\u3000", "\t", "\n", "\r\n", "\n    ", "\u00A0", "\u200B", "\u2028", "\uFE0F", "2021年", "98.61%", "(12345)", "A4", "word", "f(x)", "é", "≥95",
        "鿕", "㐂", "𠮷", "𪚥", "😀", "\uE000", "กา", "\u2F00",
    ];

    public static Arbitrary<FormContent> Form() => Arb.From(Content);

    private static Gen<string> Prose(int pieces) => Gen.Elements(Pieces).ListOf(pieces).Select(string.Concat);

    private static Gen<string> Piecework(int most) => Gen.Choose(0, most).SelectMany(Prose);

    /// <summary>A text of the greatest length that may be stored, made by repeating a short one; some have no place to break a line.</summary>
    private static Gen<string> Endless =>
        Gen.OneOf(Piecework(40).Select(text => text + "的"), Gen.Elements("x", "（", "，", "\u00A0", "😀", "\n", "长文"))
            .Select(text => string.Concat(Enumerable.Repeat(text, (LongText / text.Length) + 1))[..(LongText / text.Length * text.Length)]);

    private static Gen<string> ShortText => Gen.Frequency((2, Gen.Constant("")), (12, Piecework(12)), (1, Piecework(120)));

    private static Gen<string> RunningText => Gen.Frequency((20, Gen.Constant("")), (120, Piecework(60)), (20, Piecework(600)), (1, Endless));

    private static Gen<long?> Fen => Gen.Frequency(
        (1, Gen.Constant<long?>(null)), (4, Gen.Choose(-2_000_000_000, 2_000_000_000).Select(fen => (long?)fen)), (1, Gen.Elements<long?>(0, long.MaxValue, long.MinValue)));

    private static Gen<FundingLine> Funding =>
        from source in ShortText
        from amounts in Fen.ArrayOf(3)
        from rates in Fen.ArrayOf(2)
        select new FundingLine(source, amounts[0], amounts[1], amounts[2], rates[0], rates[1]);

    private static Gen<FormIndicator> Indicator =>
        from texts in ShortText.ArrayOf(5)
        select new FormIndicator(texts[0], texts[1], texts[2], texts[3], texts[4]);

    private static Gen<FormTask> Task =>
        from label in Gen.Frequency((8, Gen.Constant("任务1")), (2, Gen.Constant("")), (2, ShortText), (1, Piecework(100)))
        from texts in RunningText.ArrayOf(2)
        from funds in Fen
        from indicators in Many(Indicator, 4, 20)
        select new FormTask(label, texts[0], texts[1], funds, indicators);

    private static Gen<FormContent> Content =>
        from heading in Gen.Frequency((3, Gen.Constant("荔湾区部门整体支出绩效自评表")), (1, ShortText)).ArrayOf(6)
        from funding in Many(Funding, 3, 30)
        from total in Funding
        from texts in RunningText.ArrayOf(4)
        from tasks in Many(Task, 5, 40)
        select TestForms.Empty with
        {
            Title = heading[0],
            YearLine = heading[1],
            AttachmentLabel = heading[2],
            SealLine = heading[3],
            DepartmentName = heading[4],
            DepartmentCellText = heading[5],
            FundingTotal = total,
            Funding = funding,
            ExpectedObjective = texts[0],
            AchievedObjective = texts[1],
            Tasks = tasks,
            Problems = texts[2],
            Improvements = texts[3],
        };

    private static Gen<T[]> Many<T>(Gen<T> one, int usually, int most) =>
        Gen.Frequency((9, Gen.Choose(0, usually)), (1, Gen.Choose(0, most))).SelectMany(one.ArrayOf);
}
