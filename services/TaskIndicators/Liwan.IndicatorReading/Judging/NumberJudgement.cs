using System.Globalization;

namespace Liwan.IndicatorReading;

/// <summary>Judges by a number as target.</summary>
internal sealed class NumberJudgement(Texts texts, Target target, Direction direction, DirectionSource source, bool isShareByName)
{
    private string Aim => Amounts.Write(target.Number);

    /// <summary>By the one value that answers.</summary>
    public Judgement ByOne(in Quantity value)
    {
        var (verdict, ratio) = Compare(value);
        return verdict == Verdict.Open
            ? Judged(Outcome.Qualitative, Grounds.Ambiguous, $"完成值 {Amounts.Write(value)} 与目标值 {Aim} 的关系不能确定，需人工评价。", value)
            : Judged(ToOutcome(verdict), Grounds.NumbersCompared, Sentence(verdict, value, ratio), value, ratio);
    }

    /// <summary>By values of which none is marked: only where all say the same, and so does their sum.</summary>
    public Judgement BySeveral(List<Quantity> values)
    {
        var (common, ratio) = Compare(values[0]);
        var chosen = values[0];
        foreach (var value in values)
        {
            var (verdict, its) = Compare(value);
            if (verdict != common)
            {
                return Ambiguous();
            }

            // The least that they say.
            (chosen, ratio) = value.Value < chosen.Value ? (value, its) : (chosen, ratio);
        }

        var isPlain = values.TrueForAll(value => value.Bound == Bound.Exactly && value.Upper is null);
        if (common == Verdict.Open || (!target.Number.Unit.IsShare && !isShareByName && (!isPlain || NumberComparison.CompareSum(target.Number, direction, values) != common)))
        {
            return Ambiguous();
        }

        return Judged(ToOutcome(common), Grounds.NumbersCompared, Sentence(common, chosen, ratio), chosen, ratio);
    }

    /// <summary>By zero in words, which answers a cap only.</summary>
    public Judgement ByZero() => direction == Direction.Cap && (target.Number.Value > 0 || (target.Number.Value == 0 && target.Number.Bound != Bound.LessThan))
        ? texts.Judged(
            Outcome.Met, Grounds.ZeroStated, target, ReadingKind.ZeroInWords, $"指标完成情况“{Texts.Quote(texts.Actual)}”即为 0，未超过 {Aim}{ByName()}。", direction, source)
        : texts.Judged(
            Outcome.Qualitative, Grounds.ActualNotMeasurable, target, ReadingKind.ZeroInWords,
            $"指标完成情况“{Texts.Quote(texts.Actual)}”不能与目标值 {Aim} 比较，需人工评价。", direction, source);

    /// <summary>The actual says what the target says.</summary>
    public Judgement Repeated(Answer answer)
    {
        const string reason = "指标完成情况与预期实现值一致。";
        return answer is { Kind: ReadingKind.Number or ReadingKind.Interval, Candidates: [var value] }
            ? Judged(Outcome.Met, Grounds.TargetRepeated, reason, value, target.Number.Value > 0 && value.Upper is null ? 1 : null)
            : texts.Judged(Outcome.Met, Grounds.TargetRepeated, target, answer.Kind, reason, direction, source);
    }

    /// <summary>There are values, and none in a unit that can be compared.</summary>
    public Judgement UnitsDiffer(in Quantity value)
    {
        var unit = target.Number.Unit.IsNone ? "目标值没有单位" : $"目标值的单位是“{target.Number.Unit.Text}”";
        return Judged(
            Outcome.Qualitative, Grounds.UnitsDiffer,
            $"完成值 {Amounts.Write(value)} 与目标值 {Aim} 单位不一致（{unit}），不能比较，需人工评价。", value);
    }

    private static Outcome ToOutcome(Verdict verdict) => verdict switch
    {
        Verdict.Exceeded => Outcome.Exceeded,
        Verdict.Met => Outcome.Met,
        _ => Outcome.NotMet,
    };

    private (Verdict Verdict, decimal? Ratio) Compare(in Quantity value) => NumberComparison.Compare(target.Number, direction, isShareByName, value);

    private Judgement Ambiguous() => texts.Judged(
        Outcome.Qualitative, Grounds.Ambiguous, target, ReadingKind.Several, "指标完成情况含有多个数值，不能确定以哪一个为准，需人工评价。", direction, source);

    private Judgement Judged(Outcome outcome, Grounds grounds, string reason, in Quantity value, decimal? ratio = null) =>
        texts.Judged(outcome, grounds, target, value.Upper is null ? ReadingKind.Number : ReadingKind.Interval, reason, direction, source, value, ratio);

    private string Sentence(Verdict verdict, in Quantity value, decimal? ratio)
    {
        var relation = (verdict, direction) switch
        {
            (Verdict.Exceeded, _) => "高于",
            (Verdict.Met, Direction.Cap) => "未超过",
            (Verdict.Met, Direction.Within) => "不超出",
            (Verdict.Met, Direction.Undecided) => "等于",
            (Verdict.Met, _) => "达到",
            (_, Direction.Cap) => "超过",
            _ => "低于",
        };
        var share = ratio is { } times && verdict != Verdict.Met
            ? string.Create(CultureInfo.InvariantCulture, $"，为目标值的 {times * 100:0.##}%")
            : string.Empty;
        var akin = value.Unit.RelationTo(target.Number.Unit) == UnitRelation.Akin && !value.Unit.IsNone && !target.Number.Unit.IsNone
            ? $"；单位“{target.Number.Unit.Text}”与“{value.Unit.Text}”口径可能不同，请留意"
            : string.Empty;
        return $"完成值 {Amounts.Write(value)}，{relation}目标值 {Aim}{share}{ByName()}{akin}。";
    }

    private string ByName() => (source, direction) switch
    {
        (DirectionSource.Name, Direction.Cap) => "（按指标名称，越少越好）",
        (DirectionSource.Default, Direction.Cap) => "（目标为零，越少越好）",
        _ => string.Empty,
    };
}
