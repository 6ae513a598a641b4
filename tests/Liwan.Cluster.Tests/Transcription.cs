using System.Text.Encodings.Web;
using System.Text.Json;

namespace Liwan.Cluster.Tests;

/// <summary>A real form as it was transcribed, field by field, from its published PDF.</summary>
internal sealed record Transcription
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IReadOnlyList<string> Departments { get; } = ["cppcc-office", "npc-office"];

    public required string Title { get; init; }

    public required int Year { get; init; }

    public required string YearText { get; init; }

    public string AttachmentLabel { get; init; } = string.Empty;

    public required string Unit { get; init; }

    public required string SealLine { get; init; }

    public required string Department { get; init; }

    public required string DepartmentCellText { get; init; }

    public required IReadOnlyList<FundingEntry> Funding { get; init; }

    public required Objective AnnualObjective { get; init; }

    public required IReadOnlyList<TaskEntry> Tasks { get; init; }

    public required string Problems { get; init; }

    public required string Improvements { get; init; }

    public static Transcription Of(string department) => JsonSerializer.Deserialize<Transcription>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", $"{department}-2021.json")), JsonSerializerOptions.Web)!;

    /// <summary>The whole form as text, so that two are compared with their lists and a difference is seen.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Readable);

    /// <summary>Every cell that the form prints, in its order.</summary>
    public IEnumerable<string> Cells() =>
    [
        AttachmentLabel, Title, YearText, SealLine, $"单位：{Unit}", "部门名称", DepartmentCellText,
        "部门资金情况", "资金来源", "整体支出年初预算数", "整体支出预算调整数", "整体年度实际支出数", "预算完成率", "预算调整率",
        .. Funding.SelectMany(row => new[]
        {
            row.Source, row.InitialBudget, row.Adjustment, row.ActualExpenditure, row.CompletionRateText, row.AdjustmentRateText,
        }),
        "年度目标", "部门整体支出的预期目标", "部门整体支出的目标完成情况", AnnualObjective.Expected, AnnualObjective.Achieved,
        "主要任务", "年初预期目标", "目标完成情况", "关键指标", "计算公式或指标内容", "预期实现值", "指标完成情况", "任务涉及资金",
        .. Tasks.SelectMany(task => new[] { task.Label, task.Expected, task.Achieved, task.Funds }.Concat(
            task.Indicators.SelectMany(indicator => new[] { indicator.Name, indicator.Definition, indicator.Target, indicator.Actual }))),
        "存在问题", Problems, "改进措施", Improvements,
    ];

    internal sealed record FundingEntry(
        string Source, string InitialBudget, string Adjustment, string ActualExpenditure, string CompletionRateText, string AdjustmentRateText);

    internal sealed record Objective(string Expected, string Achieved);

    internal sealed record TaskEntry(string Label, string Expected, string Achieved, string Funds, IReadOnlyList<IndicatorEntry> Indicators);

    internal sealed record IndicatorEntry(string Name, string Definition, string Target, string Actual);
}
