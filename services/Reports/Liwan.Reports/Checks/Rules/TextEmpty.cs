namespace Liwan.Reports.Checks.Rules;

/// <summary>The texts that every form must have.</summary>
internal sealed class TextEmpty() : FormRule("text-empty", Severity.Error)
{
    public override IEnumerable<Finding> Check(FormInContext context)
    {
        var form = context.Form;
        var tasks = form.Tasks.SelectMany((task, i) => new[]
        {
            ($"task_plan.tasks[{i}].expected", $"{Label(form, i)}的年初预期目标", task.Expected),
            ($"task_plan.tasks[{i}].achieved", $"{Label(form, i)}的目标完成情况", task.Achieved),
        });
        (string Field, string Name, string Text)[] texts =
        [
            ("task_plan.annual_objective.expected", "年度目标的预期目标", form.ExpectedObjective),
            ("task_plan.annual_objective.achieved", "年度目标的目标完成情况", form.AchievedObjective),
            .. tasks,
            ("report.problems", "存在问题", form.Problems),
            ("report.improvements", "改进措施", form.Improvements),
        ];
        return texts.Where(text => string.IsNullOrWhiteSpace(text.Text)).Select(text => Found(text.Field, $"{text.Name}为空，请填写。"));
    }
}
