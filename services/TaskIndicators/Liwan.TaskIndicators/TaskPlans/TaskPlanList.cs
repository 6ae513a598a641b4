using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;
using Liwan.YearLocks;

namespace Liwan.TaskIndicators.TaskPlans;

/// <summary>What ListTaskPlans can be filtered and ordered by; the contract says the same.</summary>
internal static class TaskPlanList
{
    public static readonly ListMethod<TaskPlan> Method = new(
        mostOnPage: 200,
        departmentColumn: "department",
        fields:
        [
            .. DepartmentYearLists.Fields,
            FilterField.Boolean("locked", YearLock.IsLocked("task_plan")),
            FilterField.AnyText(
                "tasks.indicators.display_name",
                "SELECT 1 FROM indicator WHERE indicator.department = task_plan.department AND indicator.year = task_plan.year",
                "indicator.display_name"),
        ],
        orders: DepartmentYearLists.Orders<TaskPlan>(plan => plan.Key, plan => plan.UpdateTime));
}
