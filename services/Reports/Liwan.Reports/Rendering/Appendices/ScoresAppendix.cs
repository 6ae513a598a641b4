using System.Globalization;
using Liwan.Documents.Appendices;
using Liwan.TaskIndicators.V1;

namespace Liwan.Reports.Rendering.Appendices;

/// <summary>评分: what a task plan earns by its rule set, part by part.</summary>
internal static class ScoresAppendix
{
    private static readonly AppendixColumn[] Columns =
    [
        new("评分部分", 0.14, AppendixColumnKind.Label), new("关键指标", 0.28), new("分值", 0.09, AppendixColumnKind.Figure),
        new("得分", 0.09, AppendixColumnKind.Figure), new("评分说明", 0.40, AppendixColumnKind.RunningText),
    ];

    public static FormAppendix Of(string subject, RuleSet rules, TaskPlanScore score)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var part in score.Parts)
        {
            rows.AddRange(part.Indicators.Select(indicator => new[]
            {
                part.DisplayName, indicator.DisplayName, Weight(indicator.Weight), indicator.Score.Length > 0 ? indicator.Score : "待定", indicator.Reason,
            }));
            rows.Add([part.DisplayName, "小计", Weight(part.Weight), part.Pending ? "待定" : part.Score, ""]);
        }

        rows.Add(["合计", "", "100", score.Score, score.Complete ? $"等级：{score.Grade}" : $"尚有待定项，最高可得 {score.HighestScore} 分"]);
        return new FormAppendix("评分", subject, Columns, rows, "没有评分项。", $"注：按“{rules.DisplayName}”评分。");
    }

    private static string Weight(string points) => decimal.Parse(points, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture);
}
