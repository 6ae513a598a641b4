namespace Liwan.Reports.Checks.Rules;

/// <summary>A task that nothing measures.</summary>
internal sealed class TaskWithoutIndicators() : FormRule("task-without-indicators", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormInContext context) =>
        from i in Enumerable.Range(0, context.Form.Tasks.Count)
        where context.Form.Tasks[i].Indicators.Count == 0
        select Found($"task_plan.tasks[{i}].indicators", $"{Label(context.Form, i)}没有关键指标，请补充至少一个。");
}
