namespace Liwan.Reports.Checks.Rules;

/// <summary>A form needs at least one main task.</summary>
internal sealed class TaskMissing() : FormRule("task-missing", Severity.Error)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        if (context.Form.Tasks.Count == 0)
        {
            yield return Found("task_plan.tasks", "没有填报主要任务，请至少填报一项。");
        }
    }
}
