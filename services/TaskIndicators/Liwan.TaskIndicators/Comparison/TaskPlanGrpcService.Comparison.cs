using Grpc.Core;
using Liwan.FormChanges;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.Comparison;
using Liwan.TaskIndicators.V1;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>What became of a plan from one year to the next.</summary>
internal sealed partial class TaskPlanGrpcService
{
    private const int MostChanges = 1000;
    private const int MostChangeBytes = 3_000_000;

    public override async Task<ComparePlansResponse> ComparePlans(ComparePlansRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, TaskPlanMapping.Collection);
        var olderKey = request.Older.Length > 0
            ? ResourceNames.DepartmentYear(violations, "older", request.Older, TaskPlanMapping.Collection)
            : key with { Year = key.Year - 1 };
        if (olderKey == key)
        {
            violations.Add("older", ErrorCatalogue.ValueNotAccepted, ("value", request.Older), ("expected", "another task plan than name"));
        }

        violations.ThrowIfAny();
        var (older, newer) = await plans.FindTwoAsync(olderKey, key, context.CancellationToken);
        return Compare(older ?? throw NotFound(olderKey), newer ?? throw NotFound(key));
    }

    private static ComparePlansResponse Compare(TaskPlan older, TaskPlan newer)
    {
        var answer = new ComparePlansResponse
        {
            Older = older.Key.In(TaskPlanMapping.Collection),
            Newer = newer.Key.In(TaskPlanMapping.Collection),
            Indicators = { IndicatorPairs(older, newer) },
        };
        var bytes = answer.CalculateSize();
        // What only stands elsewhere is the same as before.
        foreach (var change in PartComparison.Compare(PlanFields.Of(older), PlanFields.Of(newer), rewritten: false).Where(difference => difference.Kind != ChangeKind.Moved).Select(Write))
        {
            bytes += change.CalculateSize();
            if (answer.Changes.Count == MostChanges || bytes > MostChangeBytes)
            {
                answer.Truncated = true;
                break;
            }

            answer.Changes.Add(change);
        }

        return answer;
    }

    private static IEnumerable<IndicatorPair> IndicatorPairs(TaskPlan older, TaskPlan newer)
    {
        var (olderTasks, newerTasks) = (PlanFields.Tasks(older), PlanFields.Tasks(newer));
        return
            from tasks in Alignment.Of(olderTasks, newerTasks, rewritten: false).Pairs
            from pair in Alignment.Of(PlanFields.Indicators(olderTasks[tasks.Older]), PlanFields.Indicators(newerTasks[tasks.Newer]), rewritten: false).Pairs
            let before = older.Tasks[tasks.Older].Indicators[pair.Older]
            let after = newer.Tasks[tasks.Newer].Indicators[pair.Newer]
            select new IndicatorPair
            {
                OlderUid = before.Uid,
                NewerUid = after.Uid,
                DisplayName = after.DisplayName,
                OlderOutcome = (V1.Judgement.Types.Outcome)before.Judgement!.Outcome,
                NewerOutcome = (V1.Judgement.Types.Outcome)after.Judgement!.Outcome,
            };
    }

    private static PlanChange Write(FormDifference difference) => new()
    {
        Field = difference.Field,
        Label = difference.Label,
        Kind = (PlanChange.Types.Kind)difference.Kind,
        Before = FormDifference.Shorten(difference.Before),
        After = FormDifference.Shorten(difference.After),
    };
}
