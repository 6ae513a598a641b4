using Liwan.TaskIndicators.TaskPlans;

namespace Liwan.TaskIndicators.Judgements;

/// <summary>Gives the indicators of a plan that is about to be stored their judgements.</summary>
internal static class PlanJudging
{
    /// <summary>
    /// Judges what is new or says something else than before. An indicator whose words are the same keeps its judgement,
    /// reader's and reviewer's, wherever in the plan it stands now.
    /// </summary>
    /// <param name="plan">The plan as it is to be stored, with all uids.</param>
    /// <param name="current">The plan as it is stored; null if it is not.</param>
    public static TaskPlan Judge(TaskPlan plan, TaskPlan? current)
    {
        var known = (current?.Indicators ?? []).ToDictionary(indicator => indicator.Uid, StringComparer.Ordinal);
        return plan with { Tasks = [.. plan.Tasks.Select(task => task with { Indicators = [.. task.Indicators.Select(Judged)] })] };

        Indicator Judged(Indicator indicator) => indicator with
        {
            Judgement = known.TryGetValue(indicator.Uid, out var before) && before.Text == indicator.Text
                ? before.Judgement
                : IndicatorJudgement.Of(indicator.Text),
        };
    }

    /// <summary>The plan with a reviewer's word on one of its indicators; null takes the word back.</summary>
    public static TaskPlan Override(TaskPlan plan, string uid, OutcomeOverride? word)
    {
        return plan with { Tasks = [.. plan.Tasks.Select(task => task with { Indicators = [.. task.Indicators.Select(Said)] })] };

        Indicator Said(Indicator indicator) =>
            indicator.Uid == uid ? indicator with { Judgement = indicator.Judgement! with { Override = word } } : indicator;
    }
}
