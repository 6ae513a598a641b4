using System.Globalization;

namespace Liwan.Cli.FormFiles;

/// <summary>
/// One 部门整体支出绩效自评表 as a form file holds it. Texts are as typed, with LF line ends; an empty text is a blank cell,
/// a null header text is left to the template.
/// </summary>
internal sealed record Form
{
    public required int Year { get; init; }
    public required string DepartmentId { get; init; }
    public required string DepartmentName { get; init; }
    public string AttachmentLabel { get; init; } = "";
    public string? Title { get; init; }
    public string? YearLine { get; init; }
    public string? SealLine { get; init; }
    public string? DepartmentCellText { get; init; }
    public required Funding Funding { get; init; }
    public AnnualObjective AnnualObjective { get; init; } = new("", "");
    public required IReadOnlyList<FormTask> Tasks { get; init; }
    public string Problems { get; init; } = "";
    public string Improvements { get; init; } = "";

    /// <summary>How the form is scored, such as <c>ruleSets/national-2020</c>; empty: it is not.</summary>
    public string RuleSet { get; init; } = "";

    public FormName Name => new(DepartmentId, Year);
}

/// <summary>部门资金情况: the rows, and the row 合计 as it was printed, which is compared and never sent.</summary>
internal sealed record Funding(IReadOnlyList<FundingRow> Rows, PrintedTotal? Total);

/// <summary>A funding source. A null amount is a blank cell; the rates are what was printed, empty if nothing was.</summary>
internal sealed record FundingRow(
    string Source, Amount? InitialBudget, Amount? Adjustment, Amount? ActualExpenditure, string CompletionRate, string AdjustmentRate);

/// <summary>The row 合计 as printed; every cell is a text, empty if nothing was printed.</summary>
internal sealed record PrintedTotal(
    string InitialBudget, string Adjustment, string ActualExpenditure, string CompletionRate, string AdjustmentRate);

/// <summary>年度目标.</summary>
internal sealed record AnnualObjective(string Expected, string Achieved);

/// <summary>主要任务.</summary>
internal sealed record FormTask(string Label, string Expected, string Achieved, Amount? Funds, IReadOnlyList<FormIndicator> Indicators);

/// <summary>关键指标; level and weight are those of the score, empty where the form is not scored.</summary>
internal sealed record FormIndicator(string Name, string Definition, string Target, string Actual, string DeviationReason, string Level = "", string Weight = "");

/// <summary>Which form: a department and a year, and what its parts are called on the wire.</summary>
internal readonly record struct FormName(string Department, int Year)
{
    public string YearId => Year.ToString(CultureInfo.InvariantCulture);
    public string DepartmentResource => $"departments/{Department}";
    public string Budget => $"departments/{Department}/budgets/{Year}";
    public string TaskPlan => $"departments/{Department}/taskPlans/{Year}";
    public string Report => $"departments/{Department}/reports/{Year}";

    /// <summary>Reads <c>departments/{department}/reports/{year}</c>.</summary>
    public static FormName OfReport(string resource)
    {
        var parts = resource.Split('/');
        return new FormName(parts[1], int.Parse(parts[3], CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{Department}/{Year}";
}
