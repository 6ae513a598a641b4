using System.Globalization;
using System.Text;

namespace Liwan.Documents.Reading;

/// <summary>A column or block of the form.</summary>
internal enum FormLabel
{
    Department, FundingBlock, Source, InitialBudget, Adjustment, ActualExpenditure, CompletionRate, AdjustmentRate, ObjectiveBlock, ExpectedObjective,
    AchievedObjective, Task, TaskExpected, TaskAchieved, Indicator, Definition, Target, Actual, Funds, Problems, Improvements,
}

/// <summary>The labels of the form, as others write them too: with spaces, line breaks, full-width letters, brackets and units.</summary>
internal static class FormLabels
{
    private const int LongestLabel = 60;

    // The first of each is what the template prints.
    private static readonly Dictionary<FormLabel, string[]> Names = new()
    {
        [FormLabel.Department] = ["部门名称", "单位名称", "填报部门", "填报单位", "预算部门", "部门(单位)名称"],
        [FormLabel.FundingBlock] = ["部门资金情况", "资金情况", "部门预算资金情况", "部门整体资金情况", "预算执行情况"],
        [FormLabel.Source] = ["资金来源", "经费来源", "资金性质"],
        [FormLabel.InitialBudget] = ["整体支出年初预算数", "年初预算数", "年初预算", "年初预算金额"],
        [FormLabel.Adjustment] = ["整体支出预算调整数", "预算调整数", "调整数", "预算调整", "年中调整数", "预算调整金额"],
        [FormLabel.ActualExpenditure] = ["整体年度实际支出数", "整体支出实际支出数", "年度实际支出数", "实际支出数", "实际支出", "全年执行数", "实际支出金额"],
        [FormLabel.CompletionRate] = ["预算完成率", "完成率", "预算执行率", "执行率"],
        [FormLabel.AdjustmentRate] = ["预算调整率", "调整率"],
        [FormLabel.ObjectiveBlock] = ["年度目标", "年度总体目标", "年度绩效目标"],
        [FormLabel.ExpectedObjective] = ["部门整体支出的预期目标", "部门整体支出预期目标", "整体支出预期目标", "整体预期目标"],
        [FormLabel.AchievedObjective] = ["部门整体支出的目标完成情况", "部门整体支出目标完成情况", "整体支出目标完成情况", "整体目标完成情况"],
        [FormLabel.Task] = ["主要任务", "重点任务", "任务名称", "年度主要任务"],
        [FormLabel.TaskExpected] = ["年初预期目标", "预期目标", "任务预期目标"],
        [FormLabel.TaskAchieved] = ["目标完成情况", "任务完成情况"],
        [FormLabel.Indicator] = ["关键指标", "指标名称", "绩效指标", "关键绩效指标"],
        [FormLabel.Definition] = ["计算公式或指标内容", "指标内容或计算公式", "计算公式", "指标内容", "计算公式/指标内容"],
        [FormLabel.Target] = ["预期实现值", "目标值", "预期值", "预期指标值", "年度指标值"],
        [FormLabel.Actual] = ["指标完成情况", "完成值", "实际完成值", "完成情况", "实际完成情况"],
        [FormLabel.Funds] = ["任务涉及资金", "涉及资金", "任务资金"],
        [FormLabel.Problems] = ["存在问题", "存在的问题", "存在的主要问题"],
        [FormLabel.Improvements] = ["改进措施", "改进意见", "整改措施", "下一步改进措施"],
    };

    private static readonly Dictionary<FormLabel, string[]> BareNames = Names.ToDictionary(label => label.Key, label => Array.ConvertAll(label.Value, Bare));

    private static readonly Dictionary<string, FormLabel> ByBareName =
        BareNames.SelectMany(label => label.Value, (label, name) => (label.Key, name)).DistinctBy(named => named.name).ToDictionary(named => named.name, named => named.Key, StringComparer.Ordinal);

    /// <summary>What the template calls a label.</summary>
    public static string Print(FormLabel label) => Names[label][0];

    /// <summary>Whether a cell of this text stands in the first row of the form's table.</summary>
    public static bool BeginsTable(string text) => Likeness(text, FormLabel.Department) > 0;

    /// <summary>How surely <paramref name="text"/> is <paramref name="label"/>: 1 as printed, 0.9 as others call it, 0.7 with a character wrong; 0 if not.</summary>
    public static double Likeness(string text, FormLabel label)
    {
        if (text.Length > LongestLabel)
        {
            return 0;
        }

        string bare = Bare(text);
        string[] names = BareNames[label];
        int name = Array.IndexOf(names, bare);
        if (name >= 0)
        {
            return name == 0 ? 1 : 0.9;
        }

        // Labels of the form differ by as little: what is another one is no slip of the pen.
        bool isSlip = names[0].Length >= 5 && DiffersByOne(bare, names[0]) && !ByBareName.ContainsKey(bare);
        return isSlip ? 0.7 : 0;
    }

    /// <summary>Which label a text is, as printed or as others call it; null if none.</summary>
    public static FormLabel? Known(string text) =>
        text.Length is > 0 and <= LongestLabel && ByBareName.TryGetValue(Bare(text), out FormLabel label) ? label : null;

    /// <summary>Whether a text is a note under the table.</summary>
    public static bool IsNote(string text) =>
        Fold(text) is var folded && (folded.StartsWith("注:", StringComparison.Ordinal) || folded.StartsWith("备注:", StringComparison.Ordinal) || folded.StartsWith("说明:", StringComparison.Ordinal));

    /// <summary>A text as it compares: compatible forms made one, without white space and invisible characters.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char character in Composed(text))
        {
            if (!char.IsWhiteSpace(character) && char.GetUnicodeCategory(character) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                folded.Append(character);
            }
        }

        return folded.ToString();
    }

    /// <summary>A label without what others put behind it, a unit in brackets or a colon.</summary>
    private static string Bare(string text)
    {
        string folded = Fold(text).TrimEnd(':', '*').TrimStart('*');
        int bracket = folded.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 && folded[bracket..] is "(万元)" or "(元)" or "(%)" or "(单位:万元)" ? folded[..bracket] : folded.TrimEnd('%');
    }

    private static bool DiffersByOne(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        int start = a.AsSpan().CommonPrefixLength(b);
        return a.AsSpan(Math.Min(a.Length, start + (a.Length >= b.Length ? 1 : 0))).SequenceEqual(b.AsSpan(Math.Min(b.Length, start + (b.Length >= a.Length ? 1 : 0))));
    }

    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair has no normal form.
            return text;
        }
    }
}
