using Liwan.Documents.Typesetting;

namespace Liwan.Documents.Xlsx;

/// <summary>The sheet that tells a clerk how to fill a blank form in.</summary>
internal static class FillingGuide
{
    public const string SheetName = "填报说明";

    private static readonly string[] Lines =
    [
        "一、填哪里：在“自评表”里填写浅黄色的单元格。其余单元格是表头和自动计算的数字，已锁定，不用填。选中要填的单元格会显示填写提示。",
        "二、金额：单位一律为万元，只填数字，例如 4248.39；调减填负数。合计、预算完成率、预算调整率自动计算：预算完成率＝实际支出数÷（年初预算数＋预算调整数），预算调整率＝预算调整数÷年初预算数；分母为零或负数时显示“—”。",
        "三、资金来源：本部门没有的来源，把名称清空、金额留空即可，空行不会导入。来源不够时，右键点击两行来源之间的行号，选择“插入”；新行的比率不用填，导入时会算。",
        "四、任务和指标：一个任务占一块，一行填一个关键指标。指标行不够时，在这块的中间插入行（不要在最后一行之后插入），左边的合并单元格会自动变高。整块不填的任务不会导入。",
        "五、需要更多任务：点“审阅”—“撤消工作表保护”（没有密码），复制一整块任务的各行，在“存在问题”之前“插入复制的单元格”。",
        "六、文字较长时：把行拉高即可看全，行高不影响导入。单元格内换行请按 Alt+Enter。",
        "七、请不要改动：表头文字、各栏的先后顺序。工作表可以改名，可以另加工作表；隐藏的工作表不会读取。",
        "八、保存与导入：保存为 .xlsx（不要另存为 .xls、.xlsm 或加密码），然后运行：liwan import-form 文件名.xlsx。导入后系统会列出有疑问的地方，逐条核对后再提交。",
    ];

    public static SheetPlan Plan(BlankForm blank)
    {
        var plan = new SheetPlan { Name = SheetName, ColumnWidths = [SheetPage.TableWidth] };
        Add(plan, "怎样填写这张表", new CellLook { Font = CellFont.Title });
        Add(plan, $"部门：{blank.DepartmentName}　　评价年度：{blank.Year}年度", new CellLook { Horizontal = "left" });
        foreach (string line in Lines)
        {
            Add(plan, line, new CellLook { Horizontal = "left" });
        }

        return plan;
    }

    private static void Add(SheetPlan plan, string text, CellLook look)
    {
        double height = TextExtent.Height(text, SheetPage.TableWidth, StyleSheet.SizeOf(look.Font));
        plan.Rows.Add(new PlannedRow(Math.Min(height, SheetPage.MaxRowHeight), [new PlannedCell(0, look, text)]));
    }
}
