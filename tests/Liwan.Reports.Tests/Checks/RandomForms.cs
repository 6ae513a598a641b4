using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Liwan.Documents.Forms;

namespace Liwan.Reports.Tests.Checks;

/// <summary>A property over random forms: 200 of them, 2,000 in the full run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FormPropertyAttribute : PropertyAttribute
{
    public FormPropertyAttribute()
    {
        Arbitrary = [typeof(RandomForms)];
        Replay = "20210202,440103";
        MaxTest = Environment.GetEnvironmentVariable("LIWAN_TEST_FULL") == "1" ? 2000 : 200;
        QuietOnSuccess = true;
    }
}

/// <summary>Forms with much to find fault with: texts of what the rules look for, and amounts of any size.</summary>
internal static class RandomForms
{
    private static readonly string[] Pieces =
    [
        "", " ", "\n", "召开会议", "，", "。", "2020年", "2021年", "二〇二〇年", "较", "年", "13800138000", "11010519491231002X", "110105491231002", "-", "0", "１", "X",
        "95%", "\ud840", "\u0000", "\U000200A4", "😀", "元", ".", "（", "}", "{0}",
    ];

    public static Arbitrary<FormContent> Form() => Arb.From(Content);

    private static Gen<string> Text => Gen.Choose(0, 8).SelectMany(count => Gen.Elements(Pieces).ListOf(count)).Select(string.Concat);

    private static Gen<long?> Fen => Gen.Frequency(
        (2, Gen.Constant<long?>(null)),
        (2, Gen.Elements<long?>(0, 1, -1, long.MaxValue, long.MinValue, 1_000_000_000_000_000)),
        (6, Gen.Choose(-20, 20).Select(amount => (long?)amount)),
        (6, Gen.Choose(-1_000_000, 1_000_000).SelectMany(amount => Gen.Elements(1L, 10_000, 100_000_000).Select(unit => (long?)(amount * unit)))));

    private static Gen<FundingLine> Funding =>
        from source in Text
        from amounts in Fen.ArrayOf(5)
        select new FundingLine(source, amounts[0], amounts[1], amounts[2], amounts[3], amounts[4]);

    private static Gen<FormIndicator> Indicator =>
        from texts in Text.ArrayOf(5)
        select new FormIndicator(texts[0], texts[1], texts[2], texts[3], texts[4]);

    private static Gen<FormTask> Task =>
        from texts in Text.ArrayOf(3)
        from funds in Fen
        from indicators in Many(Indicator)
        select new FormTask(texts[0], texts[1], texts[2], funds, indicators);

    private static Gen<FormContent> Content =>
        from texts in Text.ArrayOf(10)
        from year in Gen.Choose(2000, 2099)
        from rows in Many(Funding)
        from total in Funding
        from tasks in Many(Task)
        select FormContents.Complete with
        {
            Title = texts[0],
            Year = year,
            YearLine = texts[1],
            AttachmentLabel = texts[2],
            SealLine = texts[3],
            DepartmentName = texts[4],
            DepartmentCellText = texts[5],
            FundingTotal = total,
            Funding = rows,
            ExpectedObjective = texts[6],
            AchievedObjective = texts[7],
            Tasks = tasks,
            Problems = texts[8],
            Improvements = texts[9],
        };

    private static Gen<T[]> Many<T>(Gen<T> one) => Gen.Choose(0, 5).SelectMany(one.ArrayOf);
}
