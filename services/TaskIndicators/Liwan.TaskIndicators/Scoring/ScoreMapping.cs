using System.Globalization;
using Liwan.ServiceDefaults.Errors;
using Liwan.TaskIndicators.V1;
using TaskPlan = Liwan.TaskIndicators.TaskPlans.TaskPlan;

namespace Liwan.TaskIndicators.Scoring;

/// <summary>Between scores on the wire and inside; what comes in is checked on the way.</summary>
internal static class ScoreMapping
{
    private const int MostDigits = 9;
    private const decimal HighestRate = 10_000;

    /// <summary>Writes points and rates, with two places at most.</summary>
    public static string Write(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Writes points of a score, always with two places.</summary>
    public static string WritePoints(decimal points) => points.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Reads the weight of an indicator; null for none.</summary>
    public static decimal? ReadWeight(Violations violations, string field, string weight)
    {
        if (weight.Length == 0)
        {
            return null;
        }

        if (TryRead(weight, out var points) && points is > 0 and <= PlanScoring.Whole)
        {
            return points;
        }

        violations.Add(field, ErrorCatalogue.ValueNotAccepted, ("value", weight), ("expected", "a decimal above 0 and up to 100 with at most two places, such as 12.5"));
        return null;
    }

    /// <summary>Reads 预算完成率 in percent; null for none.</summary>
    public static decimal? ReadRate(Violations violations, string rate)
    {
        if (rate.Length == 0)
        {
            return null;
        }

        if (TryRead(rate, out var percent) && percent <= HighestRate)
        {
            return percent;
        }

        violations.Add("budget_execution_rate", ErrorCatalogue.ValueNotAccepted, ("value", rate), ("expected", "a percentage from 0 to 10000 with at most two places, such as 98.50"));
        return null;
    }

    /// <summary>Checks that rule set, levels and weights of a plan belong together.</summary>
    public static void Check(Violations violations, TaskPlan plan, RuleSetCatalogue ruleSets)
    {
        var rules = plan.RuleSet.Length > 0 ? ruleSets.Find(plan.RuleSet) : null;
        if (rules is null && plan.RuleSet.Length > 0)
        {
            violations.Add("task_plan.rule_set", ErrorCatalogue.ValueNotAccepted, ("value", plan.RuleSet), ("expected", string.Join(", ", ruleSets.All.Select(known => known.Name))));
            return;
        }

        for (var i = 0; i < plan.Tasks.Count; i++)
        {
            for (var j = 0; j < plan.Tasks[i].Indicators.Count; j++)
            {
                Check(violations, $"task_plan.tasks[{i}].indicators[{j}]", plan.Tasks[i].Indicators[j], rules);
            }
        }
    }

    public static V1.RuleSet Write(RuleSet rules) => new()
    {
        Name = rules.Name,
        DisplayName = rules.DisplayName,
        Description = rules.Description,
        Parts =
        {
            rules.Parts.Select(part => new V1.RuleSet.Types.Part
            {
                Level = part.Level ?? string.Empty, DisplayName = part.DisplayName, Weight = Write(part.Weight), Sublevels = { part.Levels },
            }),
        },
        Bands = { rules.Bands.Select(band => new V1.RuleSet.Types.Band { Words = { band.Words }, LeastRate = Write(band.LeastRate), MostRate = Write(band.MostRate) }) },
        Grades = { rules.Grades.Select(grade => new V1.RuleSet.Types.Grade { DisplayName = grade.DisplayName, LeastScore = Write(grade.LeastScore) }) },
        OverachievementRatio = rules.Overachievement is { } over ? Write(over.BeyondRatio) : string.Empty,
    };

    public static TaskPlanScore Write(string name, RuleSet rules, PlanScore score) => new()
    {
        Name = name,
        RuleSet = rules.Name,
        Score = WritePoints(score.Score),
        HighestScore = WritePoints(score.HighestScore),
        Grade = score.Grade?.DisplayName ?? string.Empty,
        Complete = score.IsComplete,
        Parts =
        {
            score.Parts.Select(part => new TaskPlanScore.Types.Part
            {
                Level = part.Part.Level ?? string.Empty,
                DisplayName = part.Part.DisplayName,
                Weight = Write(part.Part.Weight),
                Score = WritePoints(part.Score),
                Pending = part.IsPending,
                Indicators = { part.Indicators.Select(Write) },
            }),
        },
    };

    private static TaskPlanScore.Types.IndicatorScore Write(IndicatorScore score) => new()
    {
        IndicatorUid = score.Uid,
        DisplayName = score.DisplayName,
        Weight = WritePoints(score.Weight),
        Score = score.Score is { } points ? WritePoints(points) : string.Empty,
        Outcome = (V1.Judgement.Types.Outcome)score.Outcome,
        Reason = score.Reason,
        Pending = score.Score is null,
    };

    private static void Check(Violations violations, string path, TaskPlans.Indicator indicator, RuleSet? rules)
    {
        if (rules is null)
        {
            if (indicator.Level.Length > 0)
            {
                violations.Add($"{path}.level", ErrorCatalogue.ValueNotAccepted, ("value", indicator.Level), ("expected", "empty while task_plan.rule_set is"));
            }

            if (indicator.Weight is { } weight)
            {
                violations.Add($"{path}.weight", ErrorCatalogue.ValueNotAccepted, ("value", Write(weight)), ("expected", "empty while task_plan.rule_set is"));
            }
        }
        else if (indicator.Level.Length > 0 && rules.PartOf(indicator.Level) is null)
        {
            var levels = rules.Parts.Where(part => part.Level is not null).SelectMany(part => part.Levels.Prepend(part.Level!));
            violations.Add($"{path}.level", ErrorCatalogue.ValueNotAccepted, ("value", indicator.Level), ("expected", string.Join(", ", levels)));
        }
    }

    private static bool TryRead(string text, out decimal value)
    {
        value = 0;
        return text.Length <= MostDigits && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value.Scale <= 2;
    }
}
