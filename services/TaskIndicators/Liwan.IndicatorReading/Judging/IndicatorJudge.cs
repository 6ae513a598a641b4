using System.Buffers;

namespace Liwan.IndicatorReading;

/// <summary>Reads and judges indicators. Pure: the same text always gives the same judgement, and no text throws.</summary>
public static class IndicatorJudge
{
    /// <summary>The edition of the reader, kept with what it judged; raised with every change that may change an outcome.</summary>
    public const int ReaderVersion = 1;

    private static readonly SearchValues<string> NotYet = Phrases.Words(["未", "没有", "计划", "预计", "拟", "尚", "争取", "延", "推迟"]);

    /// <summary>Reads target and actual and judges one by the other.</summary>
    public static Judgement Judge(in IndicatorText text)
    {
        var texts = new Texts(NormalText.Of(text.Target ?? string.Empty), NormalText.Of(text.Actual ?? string.Empty), NormalText.Of(text.Name ?? string.Empty), text.Definition ?? string.Empty);
        var target = TargetReader.Read(texts.Target, texts.Name);
        if (texts.Actual.Length == 0 || Phrases.IsPlaceholder(texts.Actual) || (target.Kind == ReadingKind.Placeholder && Phrases.SaysNone(texts.Actual)))
        {
            return WithoutActual(texts, target);
        }

        return target.Kind switch
        {
            ReadingKind.Number or ReadingKind.Interval => ByNumber(texts, target),
            ReadingKind.Date => ByDate(texts, target),
            ReadingKind.ZeroInWords => ByZero(texts, target),
            ReadingKind.Several when texts.IsRepeated => texts.Judged(Outcome.Met, Grounds.TargetRepeated, target, ReadingKind.Several, "指标完成情况与预期实现值一致。"),
            _ => ByWords(texts, target),
        };
    }

    private static Judgement WithoutActual(Texts texts, Target target)
    {
        var actual = texts.Actual.Length == 0 ? ReadingKind.Blank : ReadingKind.Placeholder;
        return target.Kind == ReadingKind.Placeholder
            ? texts.Judged(Outcome.Exempt, Grounds.NothingExpected, target, actual, "预期实现值和指标完成情况均未设定具体内容，不作评价。")
            : texts.Judged(Outcome.NotReported, Grounds.ActualBlank, target, actual, "没有填报指标完成情况。");
    }

    private static Judgement ByWords(Texts texts, Target target)
    {
        if (Phrases.SaysNotApplicable(texts.Actual))
        {
            return texts.Judged(Outcome.Exempt, Grounds.ReasonGiven, target, ReadingKind.NotCarriedOut, $"指标完成情况写明“{Texts.Quote(texts.Actual)}”，不作评价。");
        }

        var reason = target.Kind switch
        {
            ReadingKind.Blank or ReadingKind.Placeholder => "没有设定可比较的预期实现值，需人工评价。",
            ReadingKind.Several => "预期实现值含有多项要求，需人工逐项评价。",
            _ => $"预期实现值“{Texts.Quote(texts.Target)}”是文字要求，需人工评价。",
        };
        return texts.Judged(Outcome.Qualitative, Grounds.TargetNotMeasurable, target, ReadingKind.Words, reason);
    }

    private static Judgement ByNumber(Texts texts, Target target)
    {
        var isShare = target.Number.Unit.IsNone && TargetReader.NamesShare(texts.Name);
        var (direction, source) = DirectionFinder.Of(target.Number, texts.Name, texts.ReadDefinition);
        var answer = ActualReader.ReadNumber(texts.Actual, target.Number, isShare, texts.Name);
        var judged = new NumberJudgement(texts, target, direction, source, isShare);
        if (answer.UnitsDiffer)
        {
            return judged.UnitsDiffer(answer.Candidates[0]);
        }

        if (texts.IsRepeated)
        {
            return judged.Repeated(answer);
        }

        return answer.Kind switch
        {
            ReadingKind.Number or ReadingKind.Interval => judged.ByOne(answer.Candidates[0]),
            ReadingKind.Several when answer.Candidates.Count > 1 => judged.BySeveral(answer.Candidates),
            ReadingKind.ZeroInWords => judged.ByZero(),
            _ => WithoutValue(texts, target, answer.Kind),
        };
    }

    private static Judgement ByDate(Texts texts, Target target)
    {
        var dates = DateList.Of(texts.Actual);
        if (texts.IsRepeated)
        {
            return texts.Judged(Outcome.Met, Grounds.TargetRepeated, target, ReadingKind.Date, "指标完成情况与预期实现值一致。", Direction.Deadline, dates: dates);
        }

        if (dates.Count != 1)
        {
            var kind = dates.Count > 1 ? ReadingKind.Several : ActualReader.WithoutNumber(texts.Actual);
            return dates.Count > 1
                ? texts.Judged(Outcome.Qualitative, Grounds.Ambiguous, target, kind, "指标完成情况含有多个日期，需人工评价。", Direction.Deadline)
                : WithoutValue(texts, target, kind is ReadingKind.ZeroInWords or ReadingKind.Label ? ReadingKind.Words : kind);
        }

        // 计划2021年6月完成 and 未能在6月完成 name a date and not when it was done.
        var isDoubtful = texts.Actual.IsTooLong || texts.Actual.Text.ContainsAny(NotYet);
        var verdict = isDoubtful ? Verdict.Open : NumberComparison.Compare(target.Date, dates[0]);
        var (when, due) = (Texts.Quote(texts.Actual), Texts.Quote(texts.Target));
        return verdict switch
        {
            Verdict.Met => texts.Judged(Outcome.Met, Grounds.DatesCompared, target, ReadingKind.Date, $"完成时间“{when}”不晚于预期的“{due}”。", Direction.Deadline, dates: dates),
            Verdict.NotMet => texts.Judged(Outcome.NotMet, Grounds.DatesCompared, target, ReadingKind.Date, $"完成时间“{when}”晚于预期的“{due}”。", Direction.Deadline, dates: dates),
            _ => texts.Judged(Outcome.Qualitative, Grounds.Ambiguous, target, ReadingKind.Date, $"“{when}”与预期的“{due}”不能确定先后，需人工评价。", Direction.Deadline, dates: dates),
        };
    }

    // 无事故, 零投诉: no number was written, zero was meant.
    private static Judgement ByZero(Texts texts, Target target)
    {
        if (Phrases.StatesNoHarm(texts.Actual) || Phrases.SaysNone(texts.Actual))
        {
            return texts.Judged(
                Outcome.Met, Grounds.ZeroStated, target, ReadingKind.ZeroInWords, $"指标完成情况“{Texts.Quote(texts.Actual)}”，符合“{Texts.Quote(texts.Target)}”的要求。", Direction.Cap, DirectionSource.Wording);
        }

        var found = new List<Quantity>();
        var scanner = new QuantityScanner(texts.Actual, DateList.Of(texts.Actual), Unit.None);
        var isOne = !texts.Actual.IsTooLong && scanner.Scan(found) && !scanner.HasUnreadable && found is [{ Role: QuantityRole.Value, Bound: Bound.Exactly, Upper: null, IsAside: false }];
        if (isOne && !found[0].Unit.IsShare && (found[0].Value == 0 || !Phrases.MeansGraveOnly(texts.Target)))
        {
            var zero = found[0].Value == 0;
            return texts.Judged(
                zero ? Outcome.Met : Outcome.NotMet, Grounds.NumbersCompared, target, ReadingKind.Number,
                $"预期“{Texts.Quote(texts.Target)}”，完成值为 {Amounts.Write(found[0])}。", Direction.Cap, DirectionSource.Wording, found[0]);
        }

        return WithoutValue(texts, target, ReadingKind.Words);
    }

    private static Judgement WithoutValue(Texts texts, Target target, ReadingKind kind)
    {
        var said = Texts.Quote(texts.Actual);
        if (Phrases.StatesShortfall(texts.Actual))
        {
            return texts.Judged(Outcome.NotMet, Grounds.ShortfallStated, target, ReadingKind.Words, $"指标完成情况写明“{said}”。");
        }

        return kind switch
        {
            ReadingKind.NotCarriedOut => texts.Judged(Outcome.Exempt, Grounds.ReasonGiven, target, kind, $"说明了未开展的原因：“{said}”，不作评价。"),
            ReadingKind.Label => texts.Judged(Outcome.NotReported, Grounds.LabelForValue, target, kind, $"“{said}”是指标名称，不是完成值，请填写实际完成的数值。"),
            ReadingKind.Several => texts.Judged(Outcome.Qualitative, Grounds.Ambiguous, target, kind, "指标完成情况中的数值无法确定，需人工评价。"),
            _ => texts.Judged(Outcome.Qualitative, Grounds.ActualNotMeasurable, target, kind, $"指标完成情况“{said}”没有可与“{Texts.Quote(texts.Target)}”比较的数值，需人工评价。"),
        };
    }
}
