using Liwan.Cli.Commands;
using Liwan.Cli.Commands.Moves;
using Liwan.Cli.FormFiles;
using Liwan.Reports.V1;

namespace Liwan.Cli.Output;

/// <summary>What people read of the review of forms: moves, history, differences and comments.</summary>
internal static class ReviewOutput
{
    private static readonly Dictionary<string, string> Actions = new(StringComparer.Ordinal)
    {
        ["start"] = "开始填报",
        ["edit"] = "修改",
        ["submit"] = "提交",
        ["recall"] = "撤回",
        ["return"] = "退回",
        ["accept"] = "通过",
        ["publish"] = "公开",
        ["unpublish"] = "撤销公开",
        ["archive"] = "归档",
    };

    public static void Moved(CliConsole console, FormMove move, IReadOnlyList<MoveOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.Error is { } error)
            {
                HumanOutput.Error(console, error, $"{outcome.Name}");
            }
            else if (outcome.Report is { } report)
            {
                var reason = report.ReturnReason.Length == 0 ? "" : $"：{report.ReturnReason}";
                HumanOutput.Line(console, $"{outcome.Name} {ReportStates.InChinese(report.State)}（第 {report.Revision} 版）{reason}");
            }
            else
            {
                HumanOutput.Line(console, $"{outcome.Name} 此前已{move.Chinese}");
            }
        }

        if (outcomes.Count > 1)
        {
            HumanOutput.Line(console, $"{move.Chinese}：共 {outcomes.Count} 张表，{outcomes.Count(outcome => outcome.Error is null)} 张完成，{outcomes.Count(outcome => outcome.Error is not null)} 张未完成");
        }
    }

    public static void History(CliConsole console, FormName name, IReadOnlyList<ReportChange> changes)
    {
        var table = HumanOutput.NewTable("序号", "时间", "操作", "之后状态", "版次", "操作人", "说明");
        foreach (var change in changes)
        {
            HumanOutput.AddRow(table,
            [
                HumanOutput.Text(JsonOutput.Number(change.Name)),
                HumanOutput.Text(change.CreateTime),
                Actions.GetValueOrDefault(change.Action, change.Action),
                ReportStates.InChinese(change.ToState),
                change.Revision == 0 ? "" : HumanOutput.Text(change.Revision),
                change.Caller,
                change.Reason.Length > 0 ? change.Reason : string.Join('、', change.ChangedFields),
            ]);
        }

        HumanOutput.Write(console, table);
        HumanOutput.Line(console, $"{name}：共 {changes.Count} 条办理记录");
    }

    public static void Compared(CliConsole console, FormName name, string older, string newer, IReadOnlyList<FieldChange> changes)
    {
        var table = HumanOutput.NewTable("位置", "变化", "原值", "新值");
        foreach (var change in changes)
        {
            HumanOutput.AddRow(table, [change.Label, Text(change.Kind), change.Before, change.After]);
        }

        HumanOutput.Write(console, table);
        var between = $"第 {older} 版与{(newer == "draft" ? "当前填报内容" : $"第 {newer} 版")}";
        HumanOutput.Line(console, changes.Count == 0 ? $"{name}：{between}没有差异" : $"{name}：{between}有 {changes.Count} 处差异");
    }

    public static void Comments(CliConsole console, FormName name, IReadOnlyList<ReviewComment> comments)
    {
        foreach (var comment in comments)
        {
            var place = comment.FieldLabel.Length > 0 ? comment.FieldLabel : "整张表";
            var settled = comment.ResolveTime is null ? "待处理" : $"已处理（{comment.Resolver}，{HumanOutput.Text(comment.ResolveTime)}）";
            HumanOutput.Line(console, $"{JsonOutput.Number(comment.Name)}. 第 {comment.Revision} 版 {place}：{comment.Text}（{comment.Author}，{HumanOutput.Text(comment.CreateTime)}）{settled}");
        }

        HumanOutput.Line(console, $"{name}：{comments.Count} 条审核意见，{comments.Count(comment => comment.ResolveTime is null)} 条待处理");
    }

    private static string Text(FieldChange.Types.Kind kind) => kind switch
    {
        FieldChange.Types.Kind.Added => "新增",
        FieldChange.Types.Kind.Removed => "删除",
        FieldChange.Types.Kind.Moved => "移动",
        _ => "修改",
    };
}
