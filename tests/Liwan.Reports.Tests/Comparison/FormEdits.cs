using Liwan.Documents.Forms;

namespace Liwan.Reports.Tests.Comparison;

/// <summary>An edit of one field of a form.</summary>
/// <param name="Path">The field.</param>
/// <param name="Row">The row of the form that it is in; a field outside any row is its own.</param>
/// <param name="Apply">Gives the form with another value there.</param>
internal sealed record FormEdit(string Path, string Row, Func<FormContent, FormContent> Apply);

/// <summary>All edits that a form takes: one for each of its fields, written out apart from the walk that is tested.</summary>
internal static class FormEdits
{
    private const string Mark = "（更正）";

    public static IReadOnlyList<FormEdit> Of(FormContent form) =>
    [
        Whole("report.title", f => f with { Title = f.Title + Mark }),
        Whole("report.attachment_label", f => f with { AttachmentLabel = f.AttachmentLabel + Mark }),
        Whole("report.year_line", f => f with { YearLine = f.YearLine + Mark }),
        Whole("report.seal_line", f => f with { SealLine = f.SealLine + Mark }),
        Whole("department.display_name", f => f with { DepartmentName = f.DepartmentName + Mark }),
        Whole("report.department_cell_text", f => f with { DepartmentCellText = f.DepartmentCellText + Mark }),
        .. form.Funding.SelectMany((_, i) => Line($"budget.funding_rows[{i}]", (f, edit) => f with { Funding = At(f.Funding, i, edit) })
            .Append(new($"budget.funding_rows[{i}].source", $"budget.funding_rows[{i}]", f => f with { Funding = At(f.Funding, i, line => line with { Source = line.Source + Mark }) }))),
        .. Line("budget.total", (f, edit) => f with { FundingTotal = edit(f.FundingTotal) }),
        Whole("task_plan.annual_objective.expected", f => f with { ExpectedObjective = f.ExpectedObjective + Mark }),
        Whole("task_plan.annual_objective.achieved", f => f with { AchievedObjective = f.AchievedObjective + Mark }),
        .. form.Tasks.SelectMany((task, i) => Task(i).Concat(task.Indicators.SelectMany((_, j) => Indicator(i, j)))),
        Whole("report.problems", f => f with { Problems = f.Problems + Mark }),
        Whole("report.improvements", f => f with { Improvements = f.Improvements + Mark }),
    ];

    private static FormEdit Whole(string path, Func<FormContent, FormContent> apply) => new(path, path, apply);

    // By whole 万元, so that each shows in print.
    private static IEnumerable<FormEdit> Line(string path, Func<FormContent, Func<FundingLine, FundingLine>, FormContent> at) =>
    [
        new($"{path}.initial_budget", path, f => at(f, line => line with { InitialBudgetFen = line.InitialBudgetFen + 1_000_000 })),
        new($"{path}.adjustment", path, f => at(f, line => line with { AdjustmentFen = line.AdjustmentFen + 1_000_000 })),
        new($"{path}.actual_expenditure", path, f => at(f, line => line with { ActualExpenditureFen = line.ActualExpenditureFen + 1_000_000 })),
        new($"{path}.completion_rate_basis_points", path, f => at(f, line => line with { CompletionRateBasisPoints = (line.CompletionRateBasisPoints ?? 0) + 1 })),
        new($"{path}.adjustment_rate_basis_points", path, f => at(f, line => line with { AdjustmentRateBasisPoints = (line.AdjustmentRateBasisPoints ?? 0) + 1 })),
    ];

    private static IEnumerable<FormEdit> Task(int i)
    {
        var row = $"task_plan.tasks[{i}]";
        FormEdit Edit(string field, Func<FormTask, FormTask> edit) => new($"{row}.{field}", row, f => f.WithTask(i, edit));
        return
        [
            Edit("label", task => task with { Label = task.Label + Mark }),
            Edit("expected", task => task with { Expected = task.Expected + Mark }),
            Edit("achieved", task => task with { Achieved = task.Achieved + Mark }),
            Edit("funds", task => task with { FundsFen = (task.FundsFen ?? 0) + 1_000_000 }),
        ];
    }

    private static IEnumerable<FormEdit> Indicator(int i, int j)
    {
        var row = $"task_plan.tasks[{i}].indicators[{j}]";
        FormEdit Edit(string field, Func<FormIndicator, FormIndicator> edit) => new($"{row}.{field}", row, f => f.WithIndicator(i, j, edit));
        return
        [
            Edit("display_name", indicator => indicator with { Name = indicator.Name + Mark }),
            Edit("definition", indicator => indicator with { Definition = indicator.Definition + Mark }),
            Edit("target", indicator => indicator with { Target = indicator.Target + Mark }),
            Edit("actual", indicator => indicator with { Actual = indicator.Actual + Mark }),
            Edit("deviation_reason", indicator => indicator with { DeviationReason = indicator.DeviationReason + Mark }),
        ];
    }

    private static IReadOnlyList<T> At<T>(IReadOnlyList<T> rows, int at, Func<T, T> edit) => [.. rows.Select((row, i) => i == at ? edit(row) : row)];
}
