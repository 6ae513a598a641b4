using Liwan.Bulk.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Bulk;
using Liwan.TaskIndicators.Judgements;
using Liwan.TaskIndicators.Scoring;
using Liwan.TaskIndicators.TaskPlans;
using Liwan.YearLocks;

namespace Liwan.TaskIndicators.Bulk;

/// <summary>The import of task plans.</summary>
internal sealed class TaskPlanImport(DepartmentRegister departments, RuleSetCatalogue ruleSets, TimeProvider time) : ImportTarget<V1.TaskPlan, TaskPlan>(time)
{
    public override string Field => "task_plan";

    public override TaskPlan Read(Violations violations, V1.TaskPlan message)
    {
        var key = ResourceNames.DepartmentYear(violations, "task_plan.name", message.Name, TaskPlanMapping.Collection);
        var blank = new TaskPlan { Key = key, Objective = null, Tasks = [], CreateTime = default, UpdateTime = default, Etag = message.Etag };
        return TaskPlanMapping.Read(violations, message, blank, ItemUids.OfImport(), ruleSets);
    }

    public override string? DepartmentOf(TaskPlan draft) => draft.Key.Department;

    public override IEnumerable<string> KeysOf(TaskPlan draft) => SentUids(draft).Prepend(NameOf(draft));

    public override async Task CheckAsync(IReadOnlyList<ImportItem<TaskPlan>> items, CancellationToken cancellationToken)
    {
        var known = await departments.FindAsync(items.Select(item => item.Draft.Key.DepartmentName), cancellationToken);
        foreach (var item in items.Where(item => !known.Contains(item.Draft.Key.DepartmentName)))
        {
            item.Fail(new ServiceException(new Violations().Add(
                "task_plan.name", ErrorCatalogue.NotFound, ("name", item.Draft.Key.DepartmentName))));
        }
    }

    public override async Task DecideAsync(DbSession session, IReadOnlyList<ImportItem<TaskPlan>> items, ImportSettings.Types.Mode mode)
    {
        var keys = items.Select(item => item.Draft.Key).ToList();
        var stored = await TaskPlanRepository.FindManyAsync(session, keys);
        var locked = await YearLock.FindLockedAsync(session, keys, TaskPlanMapping.Collection);
        var holders = await TaskPlanRepository.FindHoldersAsync(session, items.SelectMany(item => SentUids(item.Draft)));
        foreach (var item in items)
        {
            var key = item.Draft.Key;
            Decide(item, stored.GetValueOrDefault(key), mode);
            if (item.Accepted is null)
            {
                continue;
            }

            if (locked.GetValueOrDefault(key) is { } lockedError)
            {
                item.Fail(lockedError);
            }
            else if (TakenUids(item.Draft, holders) is { Items.Count: > 0 } taken)
            {
                item.Fail(new ServiceException(taken));
            }
        }
    }

    public override Task<bool> TryWriteAsync(DbSession session, IReadOnlyList<ImportItem<TaskPlan>> items) =>
        TaskPlanRepository.TryWriteManyAsync(session, [.. items.Select(item => (item.Accepted!, item.ReplacedEtag))]);

    protected override TaskPlan Complete(TaskPlan draft, TaskPlan? current, DateTimeOffset createTime, DateTimeOffset updateTime)
    {
        var sent = SentUids(draft).ToHashSet();
        var stored = current?.Tasks ?? [];
        var tasks = ItemUids.Fill(draft.Tasks, stored, sent, task => task.Uid, task => task.Label, (task, uid) => task with { Uid = uid })
            .Select((task, i) => task with { Indicators = [.. FillIndicators(task, stored, i, sent)] });
        var whole = draft with { Tasks = [.. tasks], CreateTime = createTime, UpdateTime = updateTime, Etag = string.Empty };
        var plan = TaskPlanMapping.WithEtag(PlanJudging.Judge(whole, current));
        TaskPlanGrpcService.RequireFitting(TaskPlanMapping.Write(plan));
        return plan;
    }

    protected override StoredVersion VersionOf(TaskPlan aggregate) => new(aggregate.Etag, aggregate.CreateTime, aggregate.UpdateTime);

    protected override string NameOf(TaskPlan aggregate) => aggregate.Key.In(TaskPlanMapping.Collection);

    protected override ServiceException Changed(TaskPlan current) => TaskPlanGrpcService.Changed(current);

    private static IEnumerable<string> SentUids(TaskPlan draft) => draft.Uids.Where(uid => uid.Length > 0);

    // Indicators of another task are other indicators, whatever their names.
    private static IEnumerable<Indicator> FillIndicators(PlanTask task, IReadOnlyList<PlanTask> stored, int i, HashSet<string> sent) => ItemUids.Fill(
        task.Indicators,
        i < stored.Count && stored[i].Uid == task.Uid ? stored[i].Indicators : [],
        sent,
        indicator => indicator.Uid,
        indicator => indicator.DisplayName,
        (indicator, uid) => indicator with { Uid = uid });

    private static Violations TakenUids(TaskPlan draft, IReadOnlyDictionary<string, DepartmentYear> holders)
    {
        var violations = new Violations();
        for (var i = 0; i < draft.Tasks.Count; i++)
        {
            Check($"task_plan.tasks[{i}].uid", draft.Tasks[i].Uid);
            for (var j = 0; j < draft.Tasks[i].Indicators.Count; j++)
            {
                Check($"task_plan.tasks[{i}].indicators[{j}].uid", draft.Tasks[i].Indicators[j].Uid);
            }
        }

        return violations;

        void Check(string field, string uid)
        {
            if (holders.TryGetValue(uid, out var holder) && holder != draft.Key)
            {
                violations.Add(field, ErrorCatalogue.UidTaken, ("value", uid), ("name", holder.In(TaskPlanMapping.Collection)));
            }
        }
    }
}
