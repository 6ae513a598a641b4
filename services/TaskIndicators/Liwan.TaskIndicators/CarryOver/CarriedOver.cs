using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.TaskIndicators.TaskPlans;

namespace Liwan.TaskIndicators.CarryOver;

/// <summary>What of an earlier year's task plan a new one starts from: what was wanted, and nothing of what came of it.</summary>
internal static class CarriedOver
{
    public static TaskPlan From(TaskPlan earlier, DepartmentYear key, DateTimeOffset now)
    {
        var uids = new ItemUids([]);
        return new TaskPlan
        {
            Key = key,
            Objective = null,
            Tasks = [.. earlier.Tasks.Select(task => task with
            {
                Uid = New(uids),
                Achieved = string.Empty,
                Funds = null,
                Indicators = [.. task.Indicators.Select(indicator => indicator with { Uid = New(uids), Actual = string.Empty, DeviationReason = string.Empty })],
            })],
            RuleSet = earlier.RuleSet,
            CreateTime = now,
            UpdateTime = now,
        };
    }

    private static string New(ItemUids uids) => uids.Resolve(new Violations(), "uid", string.Empty);
}
