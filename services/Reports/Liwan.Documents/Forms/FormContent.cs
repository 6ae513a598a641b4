namespace Liwan.Documents.Forms;

/// <summary>Everything that one 部门整体支出绩效自评表 says, as typed, with its figures already computed. This is all a document is made from.</summary>
/// <remarks>Texts keep their line breaks and spaces. Nothing is checked or computed here: a document prints what a form says.</remarks>
public sealed record FormContent
{
    /// <summary>The printed template the form follows; see <see cref="Layout.FormGridBuilder.Liwan2021"/>.</summary>
    public required string Template { get; init; }

    /// <summary>The title over the table, such as 荔湾区部门整体支出绩效自评表.</summary>
    public required string Title { get; init; }

    /// <summary>The fiscal year the form evaluates.</summary>
    public required int Year { get; init; }

    /// <summary>The line under the title, such as （2021年度）.</summary>
    public required string YearLine { get; init; }

    /// <summary>The label flush left above the title, such as 附件3; empty where the form has none.</summary>
    public required string AttachmentLabel { get; init; }

    /// <summary>The unit that amounts are printed in. <c>liwan-2021</c> prints 万元.</summary>
    public required string AmountUnit { get; init; }

    /// <summary>The seal line as typed: 部门名称（盖章）, with or without the name behind it.</summary>
    public required string SealLine { get; init; }

    /// <summary>The name of the department, without decoration.</summary>
    public required string DepartmentName { get; init; }

    /// <summary>The text of the 部门名称 cell as typed, which often carries 部门 in brackets behind the name.</summary>
    public required string DepartmentCellText { get; init; }

    /// <summary>The 合计 row, which always prints.</summary>
    public required FundingLine FundingTotal { get; init; }

    /// <summary>The rows by funding source, in order, without the 合计 row.</summary>
    public required IReadOnlyList<FundingLine> Funding { get; init; }

    /// <summary>部门整体支出的预期目标.</summary>
    public required string ExpectedObjective { get; init; }

    /// <summary>部门整体支出的目标完成情况.</summary>
    public required string AchievedObjective { get; init; }

    /// <summary>The main tasks, in order.</summary>
    public required IReadOnlyList<FormTask> Tasks { get; init; }

    /// <summary>存在问题.</summary>
    public required string Problems { get; init; }

    /// <summary>改进措施.</summary>
    public required string Improvements { get; init; }
}

/// <summary>One row of 部门资金情况. Amounts are fen, rates are basis points (9861 is 98.61%).</summary>
/// <param name="Source">资金来源, such as 一般公共预算.</param>
/// <param name="InitialBudgetFen">年初预算数; absent where the filer left it blank.</param>
/// <param name="AdjustmentFen">预算调整数, negative for a cut; absent where left blank.</param>
/// <param name="ActualExpenditureFen">实际支出数; absent where left blank.</param>
/// <param name="CompletionRateBasisPoints">预算完成率; absent where an amount is blank or its base is not positive.</param>
/// <param name="AdjustmentRateBasisPoints">预算调整率; absent where an amount is blank or its base is not positive.</param>
public sealed record FundingLine(
    string Source,
    long? InitialBudgetFen,
    long? AdjustmentFen,
    long? ActualExpenditureFen,
    long? CompletionRateBasisPoints,
    long? AdjustmentRateBasisPoints);

/// <summary>One 主要任务 with its key indicators.</summary>
/// <param name="Label">The label as typed, such as 任务1; where it is blank the document prints 任务 and the task's number.</param>
/// <param name="Expected">年初预期目标.</param>
/// <param name="Achieved">目标完成情况.</param>
/// <param name="FundsFen">任务涉及资金 in fen; absent where left blank.</param>
/// <param name="Indicators">关键指标, in order; a task without any prints one row with empty indicator cells.</param>
public sealed record FormTask(
    string Label,
    string Expected,
    string Achieved,
    long? FundsFen,
    IReadOnlyList<FormIndicator> Indicators);

/// <summary>One 关键指标 of a task.</summary>
/// <param name="Name">关键指标.</param>
/// <param name="Definition">计算公式或指标内容.</param>
/// <param name="Target">预期实现值, as typed.</param>
/// <param name="Actual">指标完成情况, as typed.</param>
/// <param name="DeviationReason">Why the actual departs from the target; <c>liwan-2021</c> does not print it.</param>
public sealed record FormIndicator(
    string Name,
    string Definition,
    string Target,
    string Actual,
    string DeviationReason);
