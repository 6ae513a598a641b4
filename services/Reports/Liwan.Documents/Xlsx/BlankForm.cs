namespace Liwan.Documents.Xlsx;

/// <summary>What is known of a form before a department fills it in.</summary>
public sealed record BlankForm
{
    /// <summary>The sources that departments usually have.</summary>
    public static IReadOnlyList<string> UsualSources { get; } = ["一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "其他资金"];

    /// <summary>The printed template the form follows; see <see cref="Layout.FormGridBuilder.Liwan2021"/>.</summary>
    public required string Template { get; init; }

    /// <summary>The title over the table.</summary>
    public required string Title { get; init; }

    /// <summary>The fiscal year to evaluate.</summary>
    public required int Year { get; init; }

    /// <summary>The line under the title, such as （2021年度）.</summary>
    public required string YearLine { get; init; }

    /// <summary>The label flush left above the title; empty where the form has none.</summary>
    public required string AttachmentLabel { get; init; }

    /// <summary>The seal line.</summary>
    public required string SealLine { get; init; }

    /// <summary>The name of the department, without decoration.</summary>
    public required string DepartmentName { get; init; }

    /// <summary>The text of the 部门名称 cell; empty to leave the cell to the clerk.</summary>
    public required string DepartmentCellText { get; init; }

    /// <summary>The sources to lay out rows for: last year's, or the usual ones.</summary>
    public IReadOnlyList<string> FundingSources { get; init; } = UsualSources;

    /// <summary>The tasks to lay out with what is known of them, such as last year's; without any, empty ones.</summary>
    public IReadOnlyList<BlankTask> Tasks { get; init; } = [];
}

/// <summary>A task before it is filled in.</summary>
/// <param name="Label">Its label; empty to have it numbered.</param>
/// <param name="Indicators">Its indicators; without any, empty ones are laid out.</param>
public sealed record BlankTask(string Label, IReadOnlyList<BlankIndicator> Indicators);

/// <summary>An indicator before it is filled in.</summary>
/// <param name="Name">关键指标.</param>
/// <param name="Definition">计算公式或指标内容.</param>
/// <param name="Target">预期实现值.</param>
public sealed record BlankIndicator(string Name, string Definition, string Target);
