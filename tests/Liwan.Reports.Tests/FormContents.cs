using Liwan.Budgets.Budgets;
using Liwan.Documents.Forms;

namespace Liwan.Reports.Tests;

/// <summary>Forms for tests.</summary>
internal static class FormContents
{
    /// <summary>A small form with all its parts; the golden snapshot holds it.</summary>
    public static FormContent Complete { get; } = new()
    {
        Template = "liwan-2021",
        Title = "荔湾区部门整体支出绩效自评表",
        Year = 2021,
        YearLine = "（2021年度）",
        AttachmentLabel = "附件3",
        AmountUnit = "万元",
        SealLine = "部门名称（盖章）",
        DepartmentName = "荔湾区测试办公室",
        DepartmentCellText = "荔湾区测试办公室(部门)",
        FundingTotal = new FundingLine("合计", 10_000_00, -1_000_00, 8_000_00, 8889, -1000),
        Funding = [new FundingLine("一般公共预算", 10_000_00, -1_000_00, 8_000_00, 8889, -1000)],
        ExpectedObjective = "完成全年工作。\n第二行。",
        AchievedObjective = "已完成全年工作。",
        Tasks = [new FormTask("任务1", "召开会议。", "会议顺利召开。", 94_90_00, [new FormIndicator("会议次数", "全年次数", "1次", "2次", "")])],
        Problems = "计划性不足。",
        Improvements = "加强计划。",
    };

    /// <summary>A small form with nothing to find fault with.</summary>
    public static FormContent Faultless { get; } = Complete.WithFunding(Row(4248_39, -768_27, 3335_41)) with
    {
        Tasks = [new FormTask("任务1", "召开会议。", "会议顺利召开。", Wan(94_90), [new FormIndicator("会议次数", "全年次数", "1次", "2次", "")])],
    };

    /// <summary>An amount of hundredths of 万元 in fen.</summary>
    public static long Wan(long hundredths) => hundredths * 10_000;

    /// <summary>A row of amounts in hundredths of 万元, with the rates that the budget service computes.</summary>
    public static FundingLine Row(long? initial, long? adjustment, long? actual, string source = "一般公共预算") =>
        Line(source, new Amounts(initial * 10_000, adjustment * 10_000, actual * 10_000));

    /// <summary>The form with other rows and the 合计 that the budget service computes.</summary>
    public static FormContent WithFunding(this FormContent form, params FundingLine[] rows) => form with
    {
        Funding = rows,
        FundingTotal = Line("合计", Amounts.Sum(rows.Select(row => new Amounts(row.InitialBudgetFen, row.AdjustmentFen, row.ActualExpenditureFen)))),
    };

    private static FundingLine Line(string source, Amounts amounts) => new(
        source, amounts.InitialBudget, amounts.Adjustment, amounts.ActualExpenditure, amounts.CompletionRate, amounts.AdjustmentRate);
}
