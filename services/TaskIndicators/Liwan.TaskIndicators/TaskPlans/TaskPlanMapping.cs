using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.Judgements;
using Liwan.TaskIndicators.Scoring;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>Between task plans on the wire and inside; what comes in is checked on the way.</summary>
internal static class TaskPlanMapping
{
    public const string Collection = "taskPlans";

    private const int MostTasks = 100;
    private const int MostIndicators = 50;
    private const int LevelLimit = 50;

    /// <summary>Reads what a caller says of a plan into the plan as it is, or as it is about to be created.</summary>
    public static TaskPlan Read(Violations violations, V1.TaskPlan message, TaskPlan plan, ItemUids uids, RuleSetCatalogue ruleSets)
    {
        var read = plan with
        {
            Objective = message.AnnualObjective is { } objective
                ? new AnnualObjective(
                    FormText.Read(violations, "task_plan.annual_objective.expected", objective.Expected, FormText.LongLimit),
                    FormText.Read(violations, "task_plan.annual_objective.achieved", objective.Achieved, FormText.LongLimit))
                : null,
            Tasks = ReadTasks(violations, message, uids),
            RuleSet = message.RuleSet,
        };
        ScoreMapping.Check(violations, read, ruleSets);
        return read;
    }

    public static V1.TaskPlan Write(TaskPlan plan) => new()
    {
        Name = plan.Key.In(Collection),
        AnnualObjective = plan.Objective is { } objective ? new V1.AnnualObjective { Expected = objective.Expected, Achieved = objective.Achieved } : null,
        Tasks = { plan.Tasks.Select(Write) },
        Locked = plan.Locked,
        CreateTime = Timestamp.FromDateTimeOffset(plan.CreateTime),
        UpdateTime = Timestamp.FromDateTimeOffset(plan.UpdateTime),
        Etag = plan.Etag,
        RuleSet = plan.RuleSet,
    };

    /// <summary>Returns the plan with the etag of its content and times. What the reader made of the content is none of it.</summary>
    public static TaskPlan WithEtag(TaskPlan plan)
    {
        var covered = Write(plan with { Etag = string.Empty, Locked = false });
        foreach (var indicator in covered.Tasks.SelectMany(task => task.Indicators))
        {
            indicator.Judgement = indicator.Judgement?.Override is { } word ? new V1.Judgement { Override = word } : null;
        }

        return plan with { Etag = Etags.Of(covered) };
    }

    private static List<PlanTask> ReadTasks(Violations violations, V1.TaskPlan message, ItemUids uids)
    {
        const string path = "task_plan.tasks";
        if (!IsWithin(violations, path, message.Tasks.Count, MostTasks))
        {
            return [];
        }

        return [.. message.Tasks.Select((task, i) => ReadTask(violations, $"{path}[{i}]", task, uids))];
    }

    private static PlanTask ReadTask(Violations violations, string path, V1.Task task, ItemUids uids) => new(
        uids.Resolve(violations, $"{path}.uid", task.Uid),
        FormText.Read(violations, $"{path}.label", task.Label, FormText.NameLimit),
        FormText.Read(violations, $"{path}.expected", task.Expected, FormText.LongLimit),
        FormText.Read(violations, $"{path}.achieved", task.Achieved, FormText.LongLimit),
        FormMoney.Read(violations, $"{path}.funds", task.Funds),
        IsWithin(violations, $"{path}.indicators", task.Indicators.Count, MostIndicators)
            ? [.. task.Indicators.Select((indicator, i) => ReadIndicator(violations, $"{path}.indicators[{i}]", indicator, uids))]
            : []);

    private static Indicator ReadIndicator(Violations violations, string path, V1.Indicator indicator, ItemUids uids) => new(
        uids.Resolve(violations, $"{path}.uid", indicator.Uid),
        FormText.Read(violations, $"{path}.display_name", indicator.DisplayName, FormText.NameLimit, required: true),
        FormText.Read(violations, $"{path}.definition", indicator.Definition, FormText.CellLimit),
        FormText.Read(violations, $"{path}.target", indicator.Target, FormText.CellLimit),
        FormText.Read(violations, $"{path}.actual", indicator.Actual, FormText.CellLimit),
        FormText.Read(violations, $"{path}.deviation_reason", indicator.DeviationReason, FormText.CellLimit))
    {
        Level = FormText.Read(violations, $"{path}.level", indicator.Level, LevelLimit),
        Weight = ScoreMapping.ReadWeight(violations, $"{path}.weight", indicator.Weight),
    };

    private static bool IsWithin(Violations violations, string field, int count, int limit)
    {
        if (count <= limit)
        {
            return true;
        }

        violations.Add(
            field,
            ErrorCatalogue.TooManyItems,
            ("value", count.ToString(CultureInfo.InvariantCulture)),
            ("limit", limit.ToString(CultureInfo.InvariantCulture)));
        return false;
    }

    private static V1.Task Write(PlanTask task) => new()
    {
        Uid = task.Uid,
        Label = task.Label,
        Expected = task.Expected,
        Achieved = task.Achieved,
        Funds = FormMoney.Write(task.Funds),
        Indicators = { task.Indicators.Select(Write) },
    };

    private static V1.Indicator Write(Indicator indicator) => new()
    {
        Uid = indicator.Uid,
        DisplayName = indicator.DisplayName,
        Definition = indicator.Definition,
        Target = indicator.Target,
        Actual = indicator.Actual,
        DeviationReason = indicator.DeviationReason,
        Level = indicator.Level,
        Weight = indicator.Weight is { } weight ? ScoreMapping.Write(weight) : string.Empty,
        Judgement = indicator.Judgement is { } judgement ? JudgementMapping.Write(judgement) : null,
    };
}
