using System.Globalization;
using Liwan.IndicatorReading;
using Liwan.TaskIndicators.TaskPlans;

namespace Liwan.TaskIndicators.Scoring;

/// <summary>Scores a plan by a rule set. Decimal arithmetic throughout; points are rounded once, to two places, half away from zero.</summary>
internal static class PlanScoring
{
    /// <summary>All the points there are, and all of a weight in percent.</summary>
    public const decimal Whole = 100;

    /// <summary>A share of a weight that an indicator earns, in percent.</summary>
    /// <param name="Least">What it earns; null while a person must judge.</param>
    /// <param name="Most">What it can earn yet.</param>
    /// <param name="Reason">How that came about.</param>
    private sealed record Rate(decimal? Least, decimal Most, string Reason)
    {
        public static Rate Of(decimal rate, string reason) => new(rate, rate, reason);
    }

    /// <summary>The parts whose indicators do not share its points.</summary>
    public static IReadOnlyList<WeightGap> GapsOf(TaskPlan plan, RuleSet rules) =>
    [
        .. from part in rules.Parts
           where part.Level is not null
           let gap = new WeightGap(part, IndicatorsOf(plan, part).Sum(indicator => indicator.Weight ?? 0))
           where gap.Missing != 0
           select gap,
    ];

    /// <summary>Scores a plan without gaps.</summary>
    /// <param name="plan">The plan, judged.</param>
    /// <param name="rules">Its rule set.</param>
    /// <param name="executionRate">预算完成率 in percent; null if it is not known.</param>
    public static PlanScore Score(TaskPlan plan, RuleSet rules, decimal? executionRate)
    {
        // A part of which nothing was to be done hands its points to the others in proportion.
        var idle = rules.Parts.Where(part => part.Level is not null && IndicatorsOf(plan, part).All(IsExempt)).Sum(part => part.Weight);
        var factor = idle < Whole ? Whole / (Whole - idle) : 0;
        var parts = rules.Parts.Select(part => part.Level is null ? ByExecution(part, executionRate, factor) : ByIndicators(plan, part, rules, factor)).ToList();
        var (score, highest) = (parts.Sum(part => part.Score), parts.Sum(part => part.HighestScore));
        var pending = parts.Exists(part => part.IsPending || part.Indicators.Any(indicator => indicator.Score is null));
        return new PlanScore(score, highest, pending ? null : rules.Grades.First(grade => score >= grade.LeastScore), parts);
    }

    private static PartScore ByExecution(ScorePart part, decimal? executionRate, decimal factor)
    {
        var weight = part.Weight * factor;
        return executionRate is { } rate
            ? new PartScore(part, Points(weight, Math.Clamp(rate, 0, Whole)), Points(weight, Math.Clamp(rate, 0, Whole)), IsPending: false, [])
            : new PartScore(part, 0, Points(weight, Whole), IsPending: true, []);
    }

    private static PartScore ByIndicators(TaskPlan plan, ScorePart part, RuleSet rules, decimal factor)
    {
        var indicators = IndicatorsOf(plan, part).ToList();
        var counted = indicators.Where(indicator => !IsExempt(indicator)).Sum(indicator => indicator.Weight ?? 0);
        var share = counted > 0 ? factor * part.Weight / counted : 0;
        var scores = indicators.ConvertAll(indicator => Score(indicator, rules, (indicator.Weight ?? 0) * share));
        return new PartScore(part, scores.Sum(score => score.Score ?? 0), scores.Sum(score => score.HighestScore), IsPending: false, scores);
    }

    private static IndicatorScore Score(Indicator indicator, RuleSet rules, decimal weight)
    {
        var outcome = indicator.Judgement!.Outcome;
        if (IsExempt(indicator))
        {
            return new IndicatorScore(indicator.Uid, indicator.DisplayName, 0, 0, 0, outcome, "不作评价，分值按比例分给其他指标。");
        }

        var rate = RateOf(indicator, rules);
        return new IndicatorScore(
            indicator.Uid, indicator.DisplayName, Points(weight, Whole), rate.Least is { } least ? Points(weight, least) : null, Points(weight, rate.Most), outcome, rate.Reason);
    }

    private static Rate RateOf(Indicator indicator, RuleSet rules)
    {
        var judgement = indicator.Judgement!;
        if (judgement.Override is { ScoreRate: { } said })
        {
            return Rate.Of(said / Whole, $"人工评定得分率 {Percent(said / Whole)}。");
        }

        return judgement.Outcome switch
        {
            Outcome.Met => Rate.Of(Whole, "完成目标，得满分。"),
            Outcome.Exceeded => Beyond(indicator, rules),
            Outcome.NotReported => Rate.Of(0, "没有填报完成情况，不得分。"),
            Outcome.NotMet when judgement.Override is not null && judgement.Read.Outcome != Outcome.NotMet => new Rate(null, Whole, "人工评定为未完成，请同时给出得分率。"),
            Outcome.NotMet => Short(judgement.Read, rules),
            _ => InWords(indicator, rules),
        };
    }

    private static Rate Beyond(Indicator indicator, RuleSet rules)
    {
        var ratio = indicator.Judgement!.Override is null ? indicator.Judgement.Read.Ratio : null;
        if (rules.Overachievement is not { } over || ratio is not { } times || times <= over.BeyondRatio || !string.IsNullOrWhiteSpace(indicator.DeviationReason))
        {
            return Rate.Of(Whole, "超额完成，得满分。");
        }

        var loss = (times - over.BeyondRatio) * Whole * over.LossPerExcess;
        var rate = Math.Max(over.LeastRate, Whole - loss);
        return Rate.Of(rate, $"完成值为目标值的 {Percent(times * Whole)}，超过 {Percent(over.BeyondRatio * Whole)} 且没有说明原因，得分率调减为 {Percent(rate)}。");
    }

    private static Rate Short(Judgement read, RuleSet rules)
    {
        var (formula, ratio) = (FormulaOf(read.Direction, rules.Formulas), read.Ratio);
        if (formula == Formula.AllOrNothing || ratio is not { } times || read.Grounds == Grounds.ShortfallStated)
        {
            return Rate.Of(0, "没有完成目标，不得分。");
        }

        var rate = formula switch
        {
            Formula.Ratio => times * Whole,
            Formula.InverseRatio => times > 0 ? Whole / times : 0,
            _ => Whole - (Math.Abs(times - 1) * Whole),
        };
        rate = Math.Clamp(rate, 0, Whole);
        return Rate.Of(rate, $"完成值为目标值的 {Percent(times * Whole)}，得分率 {Percent(rate)}。");
    }

    // 达成预期指标 and the like name a band; where the band is a range, a person chooses within it.
    private static Rate InWords(Indicator indicator, RuleSet rules)
    {
        var words = string.Concat(indicator.Actual.Where(character => !char.IsWhiteSpace(character))).TrimEnd('。');
        if (rules.Bands.FirstOrDefault(band => band.Words.Contains(words, StringComparer.Ordinal)) is not { } band)
        {
            return new Rate(null, Whole, "需人工评价后计分。");
        }

        return band.LeastRate == band.MostRate
            ? Rate.Of(band.MostRate, $"填报“{words}”，得分率 {Percent(band.MostRate)}。")
            : new Rate(null, band.MostRate, $"填报“{words}”，得分率应在 {Percent(band.LeastRate)} 至 {Percent(band.MostRate)} 之间，需人工评定。");
    }

    private static Formula FormulaOf(Direction direction, Formulas formulas) => direction switch
    {
        Direction.Floor => formulas.Floor,
        Direction.Cap => formulas.Cap,
        Direction.Equal => formulas.Equal,
        _ => formulas.Other,
    };

    private static IEnumerable<Indicator> IndicatorsOf(TaskPlan plan, ScorePart part) => plan.Indicators.Where(indicator => part.Takes(indicator.Level));

    private static bool IsExempt(Indicator indicator) => indicator.Judgement!.Outcome == Outcome.Exempt && indicator.Judgement.Override?.ScoreRate is null;

    private static decimal Points(decimal weight, decimal rate) => Math.Round(weight * rate / Whole, 2, MidpointRounding.AwayFromZero);

    private static string Percent(decimal rate) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(rate, 2, MidpointRounding.AwayFromZero):0.##}%");
}
