namespace Liwan.Documents.Xlsx;

/// <summary>What a clerk fills in on a blank form.</summary>
internal enum InputField
{
    Department,
    Source,
    Amount,
    ExpectedObjective,
    AchievedObjective,
    TaskLabel,
    TaskExpected,
    TaskAchieved,
    IndicatorName,
    IndicatorDefinition,
    IndicatorTarget,
    IndicatorActual,
    TaskFunds,
    Problems,
    Improvements,
}

/// <summary>What a spreadsheet tells a clerk at a cell to fill in. Excel shows 32 characters of a title and 255 of a text.</summary>
internal static class InputFields
{
    public static bool IsAmount(InputField field) => field is InputField.Amount or InputField.TaskFunds;

    public static InputRule Rule(InputField field, IReadOnlyList<CellRange> cells)
    {
        (string title, string prompt) = Prompt(field);
        return new InputRule(cells, title, prompt, IsAmount(field));
    }

    private static (string Title, string Prompt) Prompt(InputField field) => field switch
    {
        InputField.Department => ("部门名称", "填部门全称，例如：广州市荔湾区某某局(部门)。"),
        InputField.Source => ("资金来源", "例如：一般公共预算。本部门没有的来源，把这一格清空，金额也不填。"),
        InputField.Amount => ("金额（万元）", "填数字，单位为万元，保留两位小数，例如 4248.39。调减填负数；没有发生填 0，不清楚的留空。合计和比率自动计算。"),
        InputField.ExpectedObjective => ("部门整体支出的预期目标", "填年初确定的部门整体支出目标。换行请按 Alt+Enter。"),
        InputField.AchievedObjective => ("部门整体支出的目标完成情况", "对照预期目标，写明实际完成情况。换行请按 Alt+Enter。"),
        InputField.TaskLabel => ("任务名称", "例如：任务1。留空时按顺序编号；整个任务都不填的，不会导入。"),
        InputField.TaskExpected => ("年初预期目标", "填这项任务的年初预期目标。"),
        InputField.TaskAchieved => ("目标完成情况", "填这项任务的完成情况。"),
        InputField.IndicatorName => ("关键指标", "一行填一个指标，例如：会议召开工作完成率。不需要的行留空。"),
        InputField.IndicatorDefinition => ("计算公式或指标内容", "写明指标怎样计算或考核什么。"),
        InputField.IndicatorTarget => ("预期实现值", "例如：90%以上、≥95%、1次以下。按文字保存，填什么就是什么。"),
        InputField.IndicatorActual => ("指标完成情况", "对照预期实现值填写实际情况，例如：宣传覆盖面达到92%。没有完成的，写明原因。"),
        InputField.TaskFunds => ("任务涉及资金（万元）", "填数字，单位为万元，例如 94.90。"),
        InputField.Problems => ("存在问题", "写明预算执行和绩效管理中存在的问题。换行请按 Alt+Enter。"),
        InputField.Improvements => ("改进措施", "针对存在的问题写明改进措施。换行请按 Alt+Enter。"),
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
