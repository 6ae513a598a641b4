using System.Globalization;
using Liwan.Documents.Appendices;
using Liwan.Documents.Forms;
using Liwan.Reports.Checks;
using Liwan.Reports.Comparison;

namespace Liwan.Reports.Rendering.Appendices;

/// <summary>检查结果: what the checks noticed in a form.</summary>
internal static class FindingsAppendix
{
    private static readonly AppendixColumn[] Columns =
        [new("序号", 0.06), new("级别", 0.10), new("位置", 0.30), new("检查结果", 0.54, AppendixColumnKind.RunningText)];

    public static FormAppendix Of(string subject, FormContent form, IReadOnlyList<Finding> findings)
    {
        var parts = FormFields.Of(form);
        return new FormAppendix(
            "检查结果",
            subject,
            Columns,
            [.. findings.Select((finding, i) => Row(i + 1, finding, FormFields.Find(parts, finding.Field)?.Label ?? "整表"))],
            "没有发现问题。",
            findings.Count == FormChecks.MostFindings ? $"注：只列出前 {FormChecks.MostFindings} 条。" : "");
    }

    private static string[] Row(int number, Finding finding, string place) =>
        [number.ToString(CultureInfo.InvariantCulture), finding.Severity == Severity.Error ? "错误" : "提示", place, finding.Message];
}
