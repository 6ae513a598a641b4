using Liwan.Documents.Forms;

namespace Liwan.Reports.Tests;

/// <summary>Forms for tests.</summary>
internal static class FormContents
{
    /// <summary>A small form with nothing to find fault with.</summary>
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
}
