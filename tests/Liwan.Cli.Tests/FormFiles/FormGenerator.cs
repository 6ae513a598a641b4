using FsCheck;
using FsCheck.Fluent;
using Liwan.Cli.FormFiles;

namespace Liwan.Cli.Tests.FormFiles;

/// <summary>Forms of any content that the contracts allow, blank cells and awkward texts included.</summary>
public static class FormGenerator
{
    private static readonly Gen<string> Fragment = Gen.Elements(
        "任务", "会议出席率", "95%以上", "—", "\"引号\"", "\\", "/", "\n", "\t", " ", "　", "<b>", "&amp;", "𠮷", "é", "0", "$.x", "合计", "\u2028");

    private static readonly Gen<string> Text = Gen.Sized(size => Gen.ListOf(Fragment, Math.Min(size, 8))).Select(parts => string.Concat(parts));

    private static readonly Gen<string> Name = Text.Select(text => "名" + text);

    private static readonly Gen<string?> Header = Gen.OneOf(Gen.Constant<string?>(null), Text.Select(text => (string?)text));

    private static readonly Gen<Amount?> Money = Gen.OneOf(
        Gen.Constant<Amount?>(null),
        Gen.Choose(-2_000_000_000, 2_000_000_000).Select(fen => (Amount?)new Amount(fen)),
        Gen.Elements(-1_000_000_000_000_000, -1, 0, 1, 999_999, 1_000_000, 1_000_000_000_000_000).Select(fen => (Amount?)new Amount(fen)));

    private static readonly Gen<FormIndicator> Indicator =
        from name in Name
        from texts in Gen.ArrayOf(Text, 6)
        select new FormIndicator(name, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]);

    private static readonly Gen<FormTask> Task =
        from texts in Gen.ArrayOf(Text, 3)
        from funds in Money
        from indicators in Some(Indicator)
        select new FormTask(texts[0], texts[1], texts[2], funds, [.. indicators]);

    private static readonly Gen<FundingRow> Row =
        from source in Name
        from amounts in Gen.ArrayOf(Money, 3)
        from rates in Gen.ArrayOf(Text, 2)
        select new FundingRow(source, amounts[0], amounts[1], amounts[2], rates[0], rates[1]);

    private static readonly Gen<PrintedTotal?> Total = Gen.OneOf(
        Gen.Constant<PrintedTotal?>(null),
        Gen.ArrayOf(Text, 5).Select(texts => (PrintedTotal?)new PrintedTotal(texts[0], texts[1], texts[2], texts[3], texts[4])));

    internal static readonly Gen<Form> Form =
        from year in Gen.Choose(2000, 2099)
        from headers in Gen.ArrayOf(Header, 3)
        from texts in Gen.ArrayOf(Text, 5)
        from rows in Some(Row)
        from total in Total
        from tasks in Some(Task)
        select new Form
        {
            Year = year,
            DepartmentId = "npc-office",
            DepartmentName = "名" + texts[0],
            AttachmentLabel = texts[1],
            Title = headers[0] is null ? null : "题" + headers[0],
            YearLine = headers[1],
            SealLine = headers[2],
            DepartmentCellText = headers[0],
            Funding = new Funding([.. rows], total),
            AnnualObjective = new AnnualObjective(texts[2], texts[3]),
            Tasks = [.. tasks],
            Problems = texts[4],
            Improvements = texts[0],
            RuleSet = texts[1],
        };

    private static Gen<T[]> Some<T>(Gen<T> one) => Gen.Choose(0, 5).SelectMany(count => Gen.ArrayOf(one, count));
}
