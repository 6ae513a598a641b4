using Google.Protobuf.WellKnownTypes;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.FormFiles;

/// <summary>A form as the messages of the contracts, and back.</summary>
internal static class FormMessages
{
    /// <summary>The form that the services hold; parts that do not exist are blank.</summary>
    public static Form ToForm(FormName name, Department? department, Budget? budget, TaskPlan? plan, Report? report) => new()
    {
        Year = name.Year,
        DepartmentId = name.Department,
        DepartmentName = department?.DisplayName ?? "",
        AttachmentLabel = report?.AttachmentLabel ?? "",
        Title = report?.Title,
        YearLine = report?.YearLine,
        SealLine = report?.SealLine,
        DepartmentCellText = report?.DepartmentCellText,
        Funding = new Funding([.. (budget?.FundingRows ?? []).Select(ToRow)], budget?.Total is { } total ? PrintedFigures.Printed(total) : null),
        AnnualObjective = new AnnualObjective(plan?.AnnualObjective?.Expected ?? "", plan?.AnnualObjective?.Achieved ?? ""),
        Tasks = [.. (plan?.Tasks ?? []).Select(ToTask)],
        Problems = report?.Problems ?? "",
        Improvements = report?.Improvements ?? "",
        RuleSet = plan?.RuleSet ?? "",
    };

    public static Department ToDepartment(Form form) => new() { OfficialNames = { new OfficialName { Text = form.DepartmentName } } };

    public static Budget ToBudget(Form form) => new()
    {
        Name = form.Name.Budget,
        FundingRows =
        {
            form.Funding.Rows.Select(row => new Liwan.Budgets.V1.FundingRow
            {
                Source = row.Source,
                InitialBudget = row.InitialBudget?.ToMoney(),
                Adjustment = row.Adjustment?.ToMoney(),
                ActualExpenditure = row.ActualExpenditure?.ToMoney(),
            }),
        },
    };

    public static TaskPlan ToTaskPlan(Form form) => new()
    {
        Name = form.Name.TaskPlan,
        AnnualObjective = new Liwan.TaskIndicators.V1.AnnualObjective { Expected = form.AnnualObjective.Expected, Achieved = form.AnnualObjective.Achieved },
        Tasks = { form.Tasks.Select(ToMessage) },
        RuleSet = form.RuleSet,
    };

    public static Report ToReport(Form form) => new()
    {
        Name = form.Name.Report,
        Title = form.Title ?? "",
        AttachmentLabel = form.AttachmentLabel,
        YearLine = form.YearLine ?? "",
        SealLine = form.SealLine ?? "",
        AmountUnit = FormReader.AmountUnit,
        DepartmentCellText = form.DepartmentCellText ?? "",
        Problems = form.Problems,
        Improvements = form.Improvements,
    };

    /// <summary>The fields of a message to change, by the paths in which a form differs from it.</summary>
    public static FieldMask UpdateMask(FormPart part, IEnumerable<FieldDifference> differences) => new()
    {
        Paths =
        {
            differences.Where(difference => difference.Part == part).Select(difference => MaskPath(part, difference.Path)).Distinct(),
        },
    };

    private static string MaskPath(FormPart part, string path) => part switch
    {
        FormPart.Budget => "funding_rows",
        FormPart.TaskPlan => path.StartsWith("$.annualObjective", StringComparison.Ordinal) ? "annual_objective" : path == "$.ruleSet" ? "rule_set" : "tasks",
        _ => path switch
        {
            "$.title" => "title",
            "$.attachmentLabel" => "attachment_label",
            "$.yearLine" => "year_line",
            "$.sealLine" => "seal_line",
            "$.departmentCellText" => "department_cell_text",
            "$.problems" => "problems",
            _ => "improvements",
        },
    };

    private static FundingRow ToRow(Liwan.Budgets.V1.FundingRow row) => new(
        row.Source,
        Amount.FromMoney(row.InitialBudget),
        Amount.FromMoney(row.Adjustment),
        Amount.FromMoney(row.ActualExpenditure),
        PrintedFigures.Rate(row.HasCompletionRateBasisPoints ? row.CompletionRateBasisPoints : null),
        PrintedFigures.Rate(row.HasAdjustmentRateBasisPoints ? row.AdjustmentRateBasisPoints : null));

    private static FormTask ToTask(Liwan.TaskIndicators.V1.Task task) => new(
        task.Label,
        task.Expected,
        task.Achieved,
        Amount.FromMoney(task.Funds),
        [.. task.Indicators.Select(i => new FormIndicator(i.DisplayName, i.Definition, i.Target, i.Actual, i.DeviationReason, i.Level, i.Weight))]);

    private static Liwan.TaskIndicators.V1.Task ToMessage(FormTask task) => new()
    {
        Label = task.Label,
        Expected = task.Expected,
        Achieved = task.Achieved,
        Funds = task.Funds?.ToMoney(),
        Indicators =
        {
            task.Indicators.Select(i => new Indicator
            {
                DisplayName = i.Name,
                Definition = i.Definition,
                Target = i.Target,
                Actual = i.Actual,
                DeviationReason = i.DeviationReason,
                Level = i.Level,
                Weight = i.Weight,
            }),
        },
    };
}
