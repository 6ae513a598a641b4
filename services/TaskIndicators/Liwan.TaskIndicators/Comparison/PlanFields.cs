using System.Globalization;
using Liwan.FormChanges;
using Liwan.TaskIndicators.TaskPlans;

namespace Liwan.TaskIndicators.Comparison;

/// <summary>
/// A plan as fields and rows in its order, each with its path, its Chinese name and what the form prints. Rows are known
/// again by what is wanted: what came of it is another in every year.
/// </summary>
internal static class PlanFields
{
    private const decimal FenInTenThousandYuan = 1_000_000;

    public static IReadOnlyList<FormPart> Of(TaskPlan plan) =>
    [
        FormPart.Of(
            new FormField("annual_objective.expected", "年度目标的预期目标", plan.Objective?.Expected ?? string.Empty),
            new FormField("annual_objective.achieved", "年度目标的目标完成情况", plan.Objective?.Achieved ?? string.Empty),
            new FormField("rule_set", "计分规则", plan.RuleSet)),
        FormPart.Of(Tasks(plan)),
    ];

    /// <summary>The tasks as rows.</summary>
    public static IReadOnlyList<FormRow> Tasks(TaskPlan plan) => [.. plan.Tasks.Select((task, i) => Row($"tasks[{i}]", Label(task, i), task))];

    /// <summary>The indicators of a task as rows.</summary>
    public static IReadOnlyList<FormRow> Indicators(FormRow task) => task.Parts[1].Rows;

    private static string Label(PlanTask task, int index) =>
        task.Label.Length > 0 ? task.Label : string.Create(CultureInfo.InvariantCulture, $"任务{index + 1}");

    private static FormRow Row(string path, string label, PlanTask task)
    {
        FormPart[] parts =
        [
            FormPart.Of(
                new FormField($"{path}.label", $"{label}的名称", task.Label),
                new FormField($"{path}.expected", $"{label}的年初预期目标", task.Expected),
                new FormField($"{path}.achieved", $"{label}的目标完成情况", task.Achieved),
                new FormField($"{path}.funds", $"{label}的任务涉及资金", Amount(task.Funds), task.Funds)),
            FormPart.Of(task.Indicators.Select((indicator, i) => Row($"{path}.indicators[{i}]", label, indicator))),
        ];
        // What is wanted stays from year to year; what was achieved and paid does not.
        var traits = RowText.Traits((task.Expected, 16), (task.Achieved, 2), (task.Label, 1));
        var indicators = task.Indicators.Select(indicator => new FormTrait(RowText.Join("indicator", indicator.DisplayName, indicator.Definition), 4));
        var content = RowText.Join([task.Expected, .. parts[1].Rows.Select(row => row.Content)]);
        return new FormRow(path, label, task.Expected, content, [.. traits, .. indicators], parts);
    }

    private static FormRow Row(string path, string task, Indicator indicator)
    {
        var label = $"{task}的关键指标“{indicator.DisplayName}”";
        FormPart[] parts =
        [
            FormPart.Of(
                new FormField($"{path}.display_name", $"{label}的名称", indicator.DisplayName),
                new FormField($"{path}.definition", $"{label}的计算公式或指标内容", indicator.Definition),
                new FormField($"{path}.target", $"{label}的预期实现值", indicator.Target),
                new FormField($"{path}.actual", $"{label}的指标完成情况", indicator.Actual),
                new FormField($"{path}.deviation_reason", $"{label}的偏差原因", indicator.DeviationReason),
                new FormField($"{path}.level", $"{label}的级别", indicator.Level),
                new FormField($"{path}.weight", $"{label}的分值", indicator.Weight?.ToString("0.##", CultureInfo.InvariantCulture) ?? string.Empty)),
        ];
        var traits = RowText.Traits((indicator.DisplayName, 8), (indicator.Definition, 4), (indicator.Target, 2), (indicator.Actual, 1));
        var content = RowText.Join(indicator.DisplayName, indicator.Definition, indicator.Target);
        return new FormRow(path, label, indicator.DisplayName, content, [.. traits], parts);
    }

    private static string Amount(long? fen) => fen is { } known ? (known / FenInTenThousandYuan).ToString("0.00", CultureInfo.InvariantCulture) : string.Empty;
}
