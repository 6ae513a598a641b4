using System.Globalization;
using Liwan.Documents.Forms;
using Liwan.FormChanges;
using Liwan.Reports.Checks;

namespace Liwan.Reports.Comparison;

/// <summary>A form as fields and rows in its order, each with its path, its Chinese name and what it prints.</summary>
internal static class FormFields
{
    public static IReadOnlyList<FormPart> Of(FormContent form) =>
    [
        FormPart.Of(
            new("report.title", "标题", form.Title),
            new("report.attachment_label", "附件标记", form.AttachmentLabel),
            new("report.year_line", "年度行", form.YearLine),
            new("report.seal_line", "部门名称（盖章）行", form.SealLine),
            new("department.display_name", "部门名称", form.DepartmentName),
            new("report.department_cell_text", "部门名称栏", form.DepartmentCellText)),
        FormPart.Of(form.Funding.Select((line, i) => Row($"budget.funding_rows[{i}]", line))),
        FormPart.Of([.. Figures("budget.total", "合计", form.FundingTotal)]),
        FormPart.Of(
            new("task_plan.annual_objective.expected", "年度目标的预期目标", form.ExpectedObjective),
            new("task_plan.annual_objective.achieved", "年度目标的目标完成情况", form.AchievedObjective)),
        FormPart.Of(form.Tasks.Select((task, i) => Row($"task_plan.tasks[{i}]", FormTexts.Label(form, i), task))),
        FormPart.Of(new FormField("report.problems", "存在问题", form.Problems), new FormField("report.improvements", "改进措施", form.Improvements)),
    ];

    /// <summary>The field or row of a path; null if the form has none.</summary>
    public static FormField? Find(IEnumerable<FormPart> parts, string path)
    {
        foreach (var part in parts)
        {
            var found = part.Fields.FirstOrDefault(field => field.Path == path)
                ?? part.Rows.Select(row => row.Path == path ? new FormField(path, row.Label, row.Summary) : Find(row.Parts, path)).FirstOrDefault(field => field is not null);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static FormRow Row(string path, FundingLine line)
    {
        var label = $"资金来源“{line.Source}”";
        FormPart[] parts = [FormPart.Of([new FormField($"{path}.source", $"{label}的名称", line.Source), .. Figures(path, label, line)])];
        return new FormRow(path, label, line.Source, RowText.Content(parts), [.. RowText.Traits((line.Source, 4))], parts);
    }

    private static FormRow Row(string path, string label, FormTask task)
    {
        FormPart[] parts =
        [
            FormPart.Of(
                new FormField($"{path}.label", $"{label}的名称", task.Label),
                new FormField($"{path}.expected", $"{label}的年初预期目标", task.Expected),
                new FormField($"{path}.achieved", $"{label}的目标完成情况", task.Achieved),
                Amount($"{path}.funds", $"{label}的任务涉及资金", task.FundsFen)),
            FormPart.Of(task.Indicators.Select((indicator, i) => Row($"{path}.indicators[{i}]", label, indicator))),
        ];
        // A task that is put in shifts the labels of those after it: they tell little.
        var traits = RowText.Traits((task.Expected, 16), (task.Achieved, 8), (Fen(task.FundsFen), 2), (task.Label, 1));
        var indicators = task.Indicators.Select(indicator => new FormTrait(RowText.Join("indicator", indicator.Name, indicator.Definition, indicator.Target), 4));
        var content = RowText.Content(FormPart.Of([.. parts[0].Fields.Skip(1)]), parts[1]);
        return new FormRow(path, label, task.Expected, content, [.. traits, .. indicators], parts);
    }

    private static FormRow Row(string path, string task, FormIndicator indicator)
    {
        var label = $"{task}的关键指标“{indicator.Name}”";
        FormPart[] parts =
        [
            FormPart.Of(
                new FormField($"{path}.display_name", $"{label}的名称", indicator.Name),
                new FormField($"{path}.definition", $"{label}的计算公式或指标内容", indicator.Definition),
                new FormField($"{path}.target", $"{label}的预期实现值", indicator.Target),
                new FormField($"{path}.actual", $"{label}的指标完成情况", indicator.Actual),
                new FormField($"{path}.deviation_reason", $"{label}的偏差原因", indicator.DeviationReason)),
        ];
        var traits = RowText.Traits((indicator.Name, 8), (indicator.Definition, 4), (indicator.Target, 2), (indicator.Actual, 1), (indicator.DeviationReason, 1));
        return new FormRow(path, label, indicator.Name, RowText.Content(parts), [.. traits], parts);
    }

    private static IEnumerable<FormField> Figures(string path, string label, FundingLine line) =>
    [
        Amount($"{path}.initial_budget", $"{label}的年初预算数", line.InitialBudgetFen),
        Amount($"{path}.adjustment", $"{label}的预算调整数", line.AdjustmentFen),
        Amount($"{path}.actual_expenditure", $"{label}的实际支出数", line.ActualExpenditureFen),
        new($"{path}.completion_rate_basis_points", $"{label}的预算完成率", PrintedFigures.CompletionRate(line)),
        new($"{path}.adjustment_rate_basis_points", $"{label}的预算调整率", PrintedFigures.AdjustmentRate(line)),
    ];

    private static FormField Amount(string path, string label, long? fen) => new(path, label, PrintedFigures.Amount(fen), fen);

    private static string Fen(long? fen) => fen?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;
}
