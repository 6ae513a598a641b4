using Liwan.IndicatorReading;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.Judgements;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>The task plan of a department's year. Texts keep their line structure.</summary>
internal sealed record TaskPlan
{
    public required DepartmentYear Key { get; init; }

    /// <summary>Null if the form says nothing of it.</summary>
    public required AnnualObjective? Objective { get; init; }

    /// <summary>In the order of the form.</summary>
    public required IReadOnlyList<PlanTask> Tasks { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    /// <summary>The resource name of the rule set that scores it; empty: it is not scored.</summary>
    public string RuleSet { get; init; } = string.Empty;

    public string Etag { get; init; } = string.Empty;

    /// <summary>Whether the year's report keeps the plan from being changed.</summary>
    public bool Locked { get; init; }

    /// <summary>The uids of tasks and indicators.</summary>
    public IEnumerable<string> Uids => Tasks.SelectMany(task => task.Indicators.Select(indicator => indicator.Uid).Prepend(task.Uid));

    /// <summary>The indicators of all tasks.</summary>
    public IEnumerable<Indicator> Indicators => Tasks.SelectMany(task => task.Indicators);
}

/// <summary>年度目标.</summary>
internal sealed record AnnualObjective(string Expected, string Achieved);

/// <summary>One main task; its funds are in fen, null for a blank cell.</summary>
internal sealed record PlanTask(string Uid, string Label, string Expected, string Achieved, long? Funds, IReadOnlyList<Indicator> Indicators);

/// <summary>One key indicator, in the filer's own words.</summary>
internal sealed record Indicator(string Uid, string DisplayName, string Definition, string Target, string Actual, string DeviationReason)
{
    /// <summary>Which part of the score it counts for; empty without a rule set.</summary>
    public string Level { get; init; } = string.Empty;

    /// <summary>Its points at most; null without a rule set.</summary>
    public decimal? Weight { get; init; }

    /// <summary>How it came out; null until the plan that it stands in is judged.</summary>
    public IndicatorJudgement? Judgement { get; init; }

    /// <summary>The words that it is judged by.</summary>
    public IndicatorText Text => new(DisplayName, Definition, Target, Actual);
}
