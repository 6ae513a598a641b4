namespace Liwan.Reports.Checks.Rules;

/// <summary>An indicator whose 指标完成情况 is blank.</summary>
internal sealed class IndicatorWithoutActual() : FormRule("indicator-without-actual", Severity.Warning)
{
    public override IEnumerable<Finding> Check(FormInContext context) =>
        from i in Enumerable.Range(0, context.Form.Tasks.Count)
        let indicators = context.Form.Tasks[i].Indicators
        from j in Enumerable.Range(0, indicators.Count)
        where string.IsNullOrWhiteSpace(indicators[j].Actual)
        select Found(
            $"task_plan.tasks[{i}].indicators[{j}].actual",
            $"{Label(context.Form, i)}的关键指标“{indicators[j].Name}”没有填报指标完成情况，请补填或说明原因。");
}
