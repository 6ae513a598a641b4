using Liwan.IndicatorReading;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.Judgements;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>What every row of the tables begins with.</summary>
internal abstract record KeyedRecord
{
    public required string Department { get; init; }

    public required int Year { get; init; }

    public DepartmentYear Key => new(Department, Year);
}

/// <summary>Key and size of a plan.</summary>
internal sealed record KeyRecord : KeyedRecord
{
    public required long ContentBytes { get; init; }
}

/// <summary>A row of <c>task_plan</c>.</summary>
internal sealed record PlanRecord : KeyedRecord
{
    public string? ObjectiveExpected { get; init; }

    public string? ObjectiveAchieved { get; init; }

    public required string Etag { get; init; }

    public required string RuleSet { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required DateTimeOffset UpdateTime { get; init; }

    public required bool Locked { get; init; }

    public TaskPlan ToPlan(IEnumerable<PlanTask> tasks) => new()
    {
        Key = Key,
        Objective = ObjectiveExpected is null ? null : new AnnualObjective(ObjectiveExpected, ObjectiveAchieved ?? string.Empty),
        Tasks = [.. tasks],
        CreateTime = CreateTime,
        UpdateTime = UpdateTime,
        Etag = Etag,
        RuleSet = RuleSet,
        Locked = Locked,
    };
}

/// <summary>A row of <c>task</c>.</summary>
internal sealed record TaskRecord : KeyedRecord
{
    public required int Position { get; init; }

    public required string Uid { get; init; }

    public required string Label { get; init; }

    public required string Expected { get; init; }

    public required string Achieved { get; init; }

    public long? Funds { get; init; }

    public PlanTask ToTask(IEnumerable<IndicatorRecord> indicators) =>
        new(Uid, Label, Expected, Achieved, Funds, [.. indicators.Select(indicator => indicator.ToIndicator())]);
}

/// <summary>A row of <c>indicator</c>.</summary>
internal sealed record IndicatorRecord : KeyedRecord
{
    public required int TaskPosition { get; init; }

    public required string Uid { get; init; }

    public required string DisplayName { get; init; }

    public required string Definition { get; init; }

    public required string Target { get; init; }

    public required string Actual { get; init; }

    public required string DeviationReason { get; init; }

    public required string Level { get; init; }

    /// <summary>In hundredths of a point.</summary>
    public int? Weight { get; init; }

    /// <summary>Null in a row from before judgements were stored.</summary>
    public string? Judgement { get; init; }

    public int? OverrideOutcome { get; init; }

    public string? OverrideReason { get; init; }

    public int? OverrideScoreRate { get; init; }

    public string? OverrideReviewer { get; init; }

    public DateTimeOffset? OverrideTime { get; init; }

    public Indicator ToIndicator()
    {
        var indicator = new Indicator(Uid, DisplayName, Definition, Target, Actual, DeviationReason) { Level = Level, Weight = Weight / 100m };
        var judgement = Judgement is null ? IndicatorJudgement.Of(indicator.Text) : JudgementJson.Read(Judgement);
        return indicator with { Judgement = judgement with { Override = Override } };
    }

    private OutcomeOverride? Override => OverrideOutcome is { } outcome
        ? new OutcomeOverride((Outcome)outcome, OverrideReason ?? string.Empty, OverrideScoreRate, OverrideReviewer ?? string.Empty, OverrideTime ?? default)
        : null;
}
