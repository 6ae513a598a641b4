namespace Liwan.Reports.Checks.Rules;

/// <summary>A task whose 任务涉及资金 is blank.</summary>
internal sealed class TaskFundsBlank() : FormRule("task-funds-blank", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormInContext context) =>
        from i in Enumerable.Range(0, context.Form.Tasks.Count)
        where context.Form.Tasks[i].FundsFen is null
        select Found($"task_plan.tasks[{i}].funds", $"{Label(context.Form, i)}没有填报任务涉及资金，请填写；不涉及资金的填 0。");
}
