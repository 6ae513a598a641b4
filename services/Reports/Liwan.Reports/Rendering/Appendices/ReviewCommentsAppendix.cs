using System.Globalization;
using Liwan.Documents.Appendices;
using Liwan.Reports.Review;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Reports.Rendering.Appendices;

/// <summary>审核意见: what reviewers said of a form, and what became of it.</summary>
internal static class ReviewCommentsAppendix
{
    private static readonly AppendixColumn[] Columns =
    [
        new("序号", 0.05), new("位置", 0.15), new("原文", 0.23, AppendixColumnKind.RunningText), new("审核意见", 0.30, AppendixColumnKind.RunningText),
        new("版次", 0.05), new("提出", 0.11), new("处理情况", 0.11),
    ];

    public static FormAppendix Of(string subject, IReadOnlyList<ReviewComment> comments) =>
        new("审核意见", subject, Columns, [.. comments.Select(Row)], "没有审核意见。");

    private static string[] Row(ReviewComment comment) =>
    [
        comment.Number.ToString(CultureInfo.InvariantCulture),
        comment.FieldLabel.Length > 0 ? comment.FieldLabel : "整表",
        comment.FieldValue,
        comment.Text,
        comment.Revision.ToString(CultureInfo.InvariantCulture),
        $"{comment.Author}\n{LiwanDays.Minute(comment.CreateTime)}",
        comment.ResolveTime is { } resolved ? $"已处理\n{comment.Resolver}\n{LiwanDays.Minute(resolved)}" : "未处理",
    ];
}
