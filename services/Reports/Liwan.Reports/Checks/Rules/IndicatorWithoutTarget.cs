namespace Liwan.Reports.Checks.Rules;

/// <summary>An indicator whose 预期实现值 is blank.</summary>
internal sealed class IndicatorWithoutTarget() : FormRule("indicator-without-target", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormInContext context) =>
        from i in Enumerable.Range(0, context.Form.Tasks.Count)
        let indicators = context.Form.Tasks[i].Indicators
        from j in Enumerable.Range(0, indicators.Count)
        where string.IsNullOrWhiteSpace(indicators[j].Target)
        select Found(
            $"task_plan.tasks[{i}].indicators[{j}].target",
            $"{Label(context.Form, i)}的关键指标“{indicators[j].Name}”没有填报预期实现值，请补填。");
}
