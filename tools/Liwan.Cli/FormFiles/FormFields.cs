namespace Liwan.Cli.FormFiles;

/// <summary>A part of a form, as the services keep it.</summary>
internal enum FormPart
{
    Budget,
    TaskPlan,
    Report,
}

/// <summary>A field in which a form file and what the services hold differ; the texts are as a form file writes them.</summary>
internal sealed record FieldDifference(FormPart Part, string Path, string Held, string Filed);

/// <summary>The fields of a form by their JSON path, which is what forms are compared by.</summary>
internal static class FormFields
{
    /// <summary>
    /// What <paramref name="filed"/> would change. Header texts that it leaves to the template, and printed totals and rates,
    /// which are nobody's to change, do not count.
    /// </summary>
    public static IReadOnlyList<FieldDifference> Differences(Form held, Form filed)
    {
        var theirs = Of(held).ToDictionary(field => field.Path);
        var ours = Of(filed).ToDictionary(field => field.Path);
        var leftOpen = HeaderTexts(filed).Where(header => header.Text is null).Select(header => header.Path).ToHashSet();
        return
        [
            .. ours.Values.Concat(theirs.Values).DistinctBy(field => field.Path)
                .Where(field => !leftOpen.Contains(field.Path))
                .Select(field => new FieldDifference(
                    field.Part,
                    field.Path,
                    theirs.GetValueOrDefault(field.Path).Text ?? "",
                    ours.GetValueOrDefault(field.Path).Text ?? ""))
                .Where(difference => difference.Held != difference.Filed),
        ];
    }

    private static IEnumerable<(FormPart Part, string Path, string? Text)> Of(Form form)
    {
        foreach (var (path, text) in HeaderTexts(form))
        {
            yield return (FormPart.Report, path, text);
        }

        yield return (FormPart.Report, "$.attachmentLabel", form.AttachmentLabel);

        // Counts are fields too: an added row may be blank.
        yield return (FormPart.Budget, "$.funding.rows", $"{form.Funding.Rows.Count} 项");
        foreach (var (row, path) in form.Funding.Rows.Select((row, i) => (row, $"$.funding.rows[{i}]")))
        {
            yield return (FormPart.Budget, $"{path}.source", row.Source);
            yield return (FormPart.Budget, $"{path}.initialBudget", row.InitialBudget?.ToString());
            yield return (FormPart.Budget, $"{path}.adjustment", row.Adjustment?.ToString());
            yield return (FormPart.Budget, $"{path}.actualExpenditure", row.ActualExpenditure?.ToString());
        }

        yield return (FormPart.TaskPlan, "$.annualObjective.expected", form.AnnualObjective.Expected);
        yield return (FormPart.TaskPlan, "$.annualObjective.achieved", form.AnnualObjective.Achieved);
        yield return (FormPart.TaskPlan, "$.tasks", $"{form.Tasks.Count} 项");
        foreach (var (task, path) in form.Tasks.Select((task, i) => (task, $"$.tasks[{i}]")))
        {
            yield return (FormPart.TaskPlan, $"{path}.label", task.Label);
            yield return (FormPart.TaskPlan, $"{path}.expected", task.Expected);
            yield return (FormPart.TaskPlan, $"{path}.achieved", task.Achieved);
            yield return (FormPart.TaskPlan, $"{path}.funds", task.Funds?.ToString());
            yield return (FormPart.TaskPlan, $"{path}.indicators", $"{task.Indicators.Count} 项");
            foreach (var (indicator, inner) in task.Indicators.Select((indicator, i) => (indicator, $"{path}.indicators[{i}]")))
            {
                yield return (FormPart.TaskPlan, $"{inner}.name", indicator.Name);
                yield return (FormPart.TaskPlan, $"{inner}.definition", indicator.Definition);
                yield return (FormPart.TaskPlan, $"{inner}.target", indicator.Target);
                yield return (FormPart.TaskPlan, $"{inner}.actual", indicator.Actual);
                yield return (FormPart.TaskPlan, $"{inner}.deviationReason", indicator.DeviationReason);
                yield return (FormPart.TaskPlan, $"{inner}.level", indicator.Level);
                yield return (FormPart.TaskPlan, $"{inner}.weight", indicator.Weight);
            }
        }

        yield return (FormPart.TaskPlan, "$.ruleSet", form.RuleSet);
        yield return (FormPart.Report, "$.problems", form.Problems);
        yield return (FormPart.Report, "$.improvements", form.Improvements);
    }

    private static (string Path, string? Text)[] HeaderTexts(Form form) =>
    [
        ("$.title", form.Title),
        ("$.yearLine", form.YearLine),
        ("$.sealLine", form.SealLine),
        ("$.departmentCellText", form.DepartmentCellText),
    ];
}
