using Liwan.Documents.Forms;

namespace Liwan.Reports.Checks;

/// <summary>A text of a form.</summary>
/// <param name="Field">Its field path.</param>
/// <param name="Name">What the form calls it.</param>
/// <param name="Text">The text as typed.</param>
internal readonly record struct NamedText(string Field, string Name, string Text);

/// <summary>The texts of a form, in its order.</summary>
internal static class FormTexts
{
    /// <summary>What the form calls a task.</summary>
    public static string Label(FormContent form, int task) =>
        form.Tasks[task].Label is { Length: > 0 } label ? label : $"任务{task + 1}";

    /// <summary>What was expected of the year: the expected objective and each task's 年初预期目标.</summary>
    public static IEnumerable<NamedText> Expected(FormContent form) =>
        form.Tasks
            .Select((task, i) => new NamedText($"task_plan.tasks[{i}].expected", $"{Label(form, i)}的年初预期目标", task.Expected))
            .Prepend(new("task_plan.annual_objective.expected", "年度目标的预期目标", form.ExpectedObjective));

    /// <summary>What the template prints.</summary>
    public static IEnumerable<NamedText> Printed(FormContent form) =>
    [
        new("report.title", "标题", form.Title),
        new("report.attachment_label", "附件标记", form.AttachmentLabel),
        new("report.year_line", "年度行", form.YearLine),
        new("report.seal_line", "部门名称（盖章）行", form.SealLine),
        new("report.department_cell_text", "部门名称栏", form.DepartmentCellText),
        .. form.Funding.Select((line, i) => new NamedText($"budget.funding_rows[{i}].source", $"第{i + 1}行的资金来源", line.Source)),
        new("task_plan.annual_objective.expected", "年度目标的预期目标", form.ExpectedObjective),
        new("task_plan.annual_objective.achieved", "年度目标的目标完成情况", form.AchievedObjective),
        .. form.Tasks.SelectMany(Printed),
        new("report.problems", "存在问题", form.Problems),
        new("report.improvements", "改进措施", form.Improvements),
    ];

    /// <summary>All that anybody typed: what the template prints, and the reasons for deviations.</summary>
    public static IEnumerable<NamedText> All(FormContent form) =>
    [
        .. Printed(form),
        .. form.Tasks.SelectMany((task, i) => task.Indicators.Select((indicator, j) => new NamedText(
            $"task_plan.tasks[{i}].indicators[{j}].deviation_reason", $"任务{i + 1}第{j + 1}个关键指标的偏差原因", indicator.DeviationReason))),
    ];

    // By number, not by label: a sentence about a text must not repeat another one.
    private static IEnumerable<NamedText> Printed(FormTask task, int i)
    {
        var label = $"任务{i + 1}";
        yield return new($"task_plan.tasks[{i}].label", $"{label}的名称", task.Label);
        yield return new($"task_plan.tasks[{i}].expected", $"{label}的年初预期目标", task.Expected);
        yield return new($"task_plan.tasks[{i}].achieved", $"{label}的目标完成情况", task.Achieved);
        for (var j = 0; j < task.Indicators.Count; j++)
        {
            var indicator = task.Indicators[j];
            var path = $"task_plan.tasks[{i}].indicators[{j}]";
            var name = $"{label}第{j + 1}个关键指标";
            yield return new($"{path}.display_name", $"{name}的名称", indicator.Name);
            yield return new($"{path}.definition", $"{name}的计算公式或指标内容", indicator.Definition);
            yield return new($"{path}.target", $"{name}的预期实现值", indicator.Target);
            yield return new($"{path}.actual", $"{name}的指标完成情况", indicator.Actual);
        }
    }
}
