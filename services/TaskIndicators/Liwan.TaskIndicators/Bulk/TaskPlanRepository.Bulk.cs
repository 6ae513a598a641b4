using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Rows;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>Many task plans at once, in few statements.</summary>
internal sealed partial class TaskPlanRepository
{
    /// <summary>Finds those of many plans that exist.</summary>
    public static async Task<IReadOnlyDictionary<DepartmentYear, TaskPlan>> FindManyAsync(DbSession session, IEnumerable<DepartmentYear> keys)
    {
        var found = new Dictionary<DepartmentYear, TaskPlan>();
        foreach (var match in DepartmentYearKeys.Match(keys))
        {
            foreach (var plan in await FetchAsync(session, match.Condition, match.Parameters))
            {
                found.Add(plan.Key, plan);
            }
        }

        return found;
    }

    /// <summary>Returns which plan holds each of many uids, be they of tasks or of indicators.</summary>
    public static async Task<IReadOnlyDictionary<string, DepartmentYear>> FindHoldersAsync(DbSession session, IEnumerable<string> uids)
    {
        var holders = new Dictionary<string, DepartmentYear>(StringComparer.Ordinal);
        foreach (var match in KeyMatch.Of(uids, ("uid", uid => uid)))
        {
            foreach (var table in (string[])["task", "indicator"])
            {
                var found = await session.QueryAsync<HolderRecord>(
                    $"""
                    SELECT uid AS {nameof(HolderRecord.Uid)}, department AS {nameof(HolderRecord.Department)}, year AS {nameof(HolderRecord.Year)}
                    FROM {table} WHERE {match.Condition}
                    """,
                    match.Parameters);
                foreach (var row in found)
                {
                    holders[row.Uid] = row.Key;
                }
            }
        }

        return holders;
    }

    /// <summary>Creates plans, and replaces those that have an etag to replace.</summary>
    /// <returns>False if another writer has changed one of those since.</returns>
    public static async Task<bool> TryWriteManyAsync(DbSession session, IReadOnlyList<(TaskPlan Plan, string? ReplacedEtag)> plans)
    {
        var replaced = plans.Where(plan => plan.ReplacedEtag is not null).OrderBy(plan => plan.Plan.Key.Department, StringComparer.Ordinal)
            .ThenBy(plan => plan.Plan.Key.Year).ToList();
        var deleted = 0;
        foreach (var match in KeyMatch.Of(
            replaced,
            ("department", plan => plan.Plan.Key.Department),
            ("year", plan => plan.Plan.Key.Year),
            ("etag", plan => plan.ReplacedEtag!)))
        {
            deleted += await session.ExecuteAsync($"DELETE FROM task_plan WHERE {match.Condition}", match.Parameters);
        }

        if (deleted < replaced.Count)
        {
            return false;
        }

        foreach (var match in DepartmentYearKeys.Match(replaced.Select(plan => plan.Plan.Key)))
        {
            await session.ExecuteAsync($"DELETE FROM indicator WHERE {match.Condition}", match.Parameters);
            await session.ExecuteAsync($"DELETE FROM task WHERE {match.Condition}", match.Parameters);
        }

        await session.InsertAsync(PlanInsert, [.. plans.Select(plan => (plan.Plan, TaskPlanMapping.Write(plan.Plan).CalculateSize()))]);
        await InsertPartsAsync(session, [.. plans.Select(plan => plan.Plan)]);
        foreach (var (plan, replacedEtag) in plans)
        {
            session.Changed(plan.Key.In(TaskPlanMapping.Collection), replacedEtag ?? string.Empty, plan.Etag);
        }

        return true;
    }

    private sealed record HolderRecord : KeyedRecord
    {
        public required string Uid { get; init; }
    }
}
