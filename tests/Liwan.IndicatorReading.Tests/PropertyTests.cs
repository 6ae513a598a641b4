using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Liwan.IndicatorReading.Tests;

/// <summary>What holds of every text.</summary>
public sealed class PropertyTests
{
    private static readonly string[] Units = ["", "%", "次", "个", "人次", "万元", "万亩", "批次", "元/人*月", "份", "亿元", "公里", "GB", "‰", "工作日", "㎡", "粒"];

    // How a number is printed, and how it is meant.
    private static readonly (string Before, string After, Bound Bound)[] Styles =
    [
        ("", "", Bound.Exactly), ("≥", "", Bound.AtLeast), (">=", "", Bound.AtLeast), ("≥≥", "", Bound.AtLeast), ("＞＝ ", "", Bound.AtLeast), ("≧", "", Bound.AtLeast),
        ("不低于", "", Bound.AtLeast), ("不少于 ", "", Bound.AtLeast), ("至少", "", Bound.AtLeast), ("", "以上", Bound.AtLeast), ("", "及以上", Bound.AtLeast),
        (">", "", Bound.MoreThan), ("超过", "", Bound.MoreThan), ("≤", "", Bound.AtMost), ("＜=", "", Bound.AtMost), ("不超过", "", Bound.AtMost), ("控制在", "以内", Bound.AtMost),
        ("", "以下", Bound.AtMost), ("", "以内", Bound.AtMost), ("<", "", Bound.LessThan), ("小于", "", Bound.LessThan), ("=", "", Bound.Exactly), ("═", "", Bound.Exactly),
        ("约", "", Bound.About), ("", "左右", Bound.About), ("达到", "", Bound.Exactly), ("完成率为", "", Bound.Exactly),
    ];

    private static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    [Property(MaxTest = 3000, Replay = "20260101,31")]
    public Property Target_PrintedInAnyStyle_ReadsBackToItself()
    {
        var cases =
            from hundredths in Gen.Choose(0, 99_999_999)
            from style in Gen.Elements<(string Before, string After, Bound Bound)>(Styles)
            from unit in Gen.Elements(Units)
            from form in Gen.Choose(0, 3)
            select (Value: hundredths / 100m, Style: style, Unit: unit, Form: form);
        return Prop.ForAll(Arb.From(cases), c =>
        {
            var number = c.Form switch
            {
                1 => c.Value.ToString("#,##0.##", CultureInfo.InvariantCulture),
                2 => Wide(Plain(c.Value)),
                3 => $"{Plain(c.Value)} ",
                _ => Plain(c.Value),
            };
            var text = $"{c.Style.Before}{number}{c.Unit}{c.Style.After}";
            var reading = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, text, string.Empty)).Target;
            var factor = c.Unit switch { "万元" or "万亩" => 10_000m, "亿元" => 100_000_000m, "‰" => 0.1m, _ => 1m };
            var unit = c.Unit switch { "万元" or "亿元" => "元", "万亩" => "亩", "‰" => "%", _ => c.Unit };
            return ((reading.Kind, reading.Value, reading.Bound, reading.Unit) == (ReadingKind.Number, c.Value * factor, c.Style.Bound, unit)).Label($"{text}: {reading}");
        });
    }

    [Property(MaxTest = 2000, Replay = "20260102,31")]
    public Property ChineseNumeral_ReadsBackToItself() => Prop.ForAll(Arb.From(Gen.Choose(1, 99_999_999)), number =>
    {
        var text = $"{Chinese(number)}次";
        var reading = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, text, string.Empty)).Target;
        return ((reading.Kind, reading.Value, reading.Unit) == (ReadingKind.Number, number, "次")).Label($"{number} {text}: {reading}");
    });

    [Property(MaxTest = 2000, Replay = "20260103,31")]
    public Property Day_InAnyNotation_ReadsBackToItself()
    {
        var cases =
            from day in Gen.Choose(0, 365 * 100).Select(days => new DateOnly(2000, 1, 1).AddDays(days))
            from form in Gen.Choose(0, 4)
            select (Day: day, Form: form);
        return Prop.ForAll(Arb.From(cases), c =>
        {
            var text = c.Form switch
            {
                0 => $"{c.Day.Year}年{c.Day.Month}月{c.Day.Day}日",
                1 => c.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                2 => c.Day.ToString("yyyy.M.d", CultureInfo.InvariantCulture),
                3 => Wide(c.Day.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)),
                _ => $"{c.Day.Year} 年 {c.Day.Month} 月 {c.Day.Day} 日前完成",
            };
            var reading = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, text, string.Empty)).Target;
            var day = new PartialDate(c.Day.Year, c.Day.Month, c.Day.Day);
            return ((reading.Kind, reading.StartDate, reading.EndDate) == (ReadingKind.Date, day, day)).Label($"{text}: {reading}");
        });
    }

    [Property(MaxTest = 3000, Replay = "20260104,31")]
    public Property Judge_OfABetterActual_IsNeverAWorseOutcome()
    {
        var cases =
            from target in Gen.Choose(0, 2000)
            from worse in Gen.Choose(0, 4000)
            from better in Gen.Choose(0, 4000)
            from style in Gen.Elements<(string Before, string After, Bound Bound)>(Styles)
            from unit in Gen.Elements(Units.Where(unit => unit.Length > 0))
            select (Target: target / 10m, One: Math.Min(worse, better) / 10m, Other: Math.Max(worse, better) / 10m, Style: style, Unit: unit);
        return Prop.ForAll(Arb.From(cases), c =>
        {
            var target = $"{c.Style.Before}{Plain(c.Target)}{c.Unit}{c.Style.After}";
            var low = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, target, $"{Plain(c.One)}{c.Unit}"));
            var high = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, target, $"{Plain(c.Other)}{c.Unit}"));
            var (worse, better) = low.Direction == Direction.Cap ? (high, low) : (low, high);
            return (low.Direction == Direction.Undecided || Rank(better) >= Rank(worse)).Label($"{target}: {worse} / {better}");
        });
    }

    [Property(MaxTest = 2000, Replay = "20260105,31")]
    public Property Judge_OfAnyText_AnswersAndPointsIntoIt()
    {
        var piece = Gen.OneOf<string>(
            Gen.Elements<string>(Fuzz.Pieces),
            Gen.Choose(0, 0x10FFFF).Where(point => point is < 0xD800 or > 0xDFFF).Select(point => char.ConvertFromUtf32(point)),
            Gen.Choose(0xD800, 0xDFFF).Select(unit => ((char)unit).ToString()));
        var text = piece.ArrayOf().Select(string.Concat);
        return Prop.ForAll(Arb.From(text.Two()), pair => Fuzz.Holds(pair.Item1, pair.Item2));
    }

    [Property(MaxTest = 1000, Replay = "20260106,31")]
    public Property Judge_IsTheSame_WhateverTheWidthsAndBlanks()
    {
        var number = Gen.Choose(0, 5000).Select(tenths => Plain(tenths / 10m));
        var cases =
            from target in number
            from actual in number
            from style in Gen.Elements<(string Before, string After, Bound Bound)>(Styles)
            from unit in Gen.Elements(Units)
            select ($"{style.Before}{target}{unit}{style.After}", $"完成{actual}{unit}");
        return Prop.ForAll(Arb.From(cases), c =>
        {
            var plain = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, c.Item1, c.Item2));
            var spread = IndicatorJudge.Judge(new IndicatorText(string.Empty, string.Empty, $" {Wide(c.Item1)}\u200B\n", $"\u3000{Wide(c.Item2)}\u202E"));
            return ((plain.Outcome, plain.Ratio, plain.Reason) == (spread.Outcome, spread.Ratio, spread.Reason)).Label($"{c}: {plain} / {spread}");
        });
    }

    private static int Rank(Judgement judgement) => judgement.Outcome switch
    {
        Outcome.NotMet => 0,
        Outcome.Qualitative => 1,
        Outcome.Met => 2,
        Outcome.Exceeded => 3,
        _ => throw new InvalidOperationException($"{judgement}"),
    };

    private static string Wide(string text) =>
        string.Concat(text.Select(character => character is > ' ' and <= '~' and not ',' ? (char)(character + 0xFEE0) : character));

    private static string Chinese(int number)
    {
        var written = new StringBuilder();
        if (number >= 10_000)
        {
            written.Append(Section(number / 10_000)).Append('万');
            number %= 10_000;
            if (number is > 0 and < 1000)
            {
                written.Append('零');
            }
        }

        return written.Append(number > 0 ? Section(number) : string.Empty).ToString();
    }

    private static string Section(int number)
    {
        const string digits = "零一二三四五六七八九";
        var written = new StringBuilder();
        var gap = false;
        foreach (var (power, name) in (ReadOnlySpan<(int, string)>)[(1000, "千"), (100, "百"), (10, "十"), (1, "")])
        {
            var digit = number / power % 10;
            if (digit == 0)
            {
                gap = written.Length > 0;
                continue;
            }

            written.Append(gap ? "零" : string.Empty).Append(digits[digit]).Append(name);
            gap = false;
        }

        return written.ToString();
    }
}
