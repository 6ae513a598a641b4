using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Commands;
using Liwan.Cli.Commands.Bulk;
using Liwan.Cli.Commands.Checking;
using Liwan.Cli.Commands.Filing;
using Liwan.Cli.Commands.Judging;
using Liwan.Cli.Commands.Status;
using Liwan.Cli.Commands.Submission;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Spectre.Console;

namespace Liwan.Cli.Output;

/// <summary>What people read: results as tables on stdout, what is wrong on stderr.</summary>
internal static class HumanOutput
{
    /// <summary>With more forms than this a table shows only those that need a look.</summary>
    private const int LongestTable = 50;

    /// <summary>How many fields of one error are listed.</summary>
    private const int MostFields = 30;

    /// <summary>Forms and their deadlines are on Liwan's clock.</summary>
    private static readonly TimeSpan LiwanOffset = TimeSpan.FromHours(8);

    public static void Line(CliConsole console, string text) => console.Lines.MarkupLineInterpolated($"{text}");

    /// <summary>An error of a command or of one form.</summary>
    public static void Error(CliConsole console, ServiceError error, string subject = "")
    {
        var code = string.Join(' ', new[] { error.Status, error.Reason }.Where(text => text.Length > 0));
        console.Error.MarkupLineInterpolated($"[red]错误[/] {(subject.Length == 0 ? "" : $"{subject}：")}{error.Message}{(code.Length == 0 ? "" : $"（{code}）")}");
        foreach (var field in error.Fields.Take(MostFields))
        {
            console.Error.MarkupLineInterpolated($"  • {field.Field}：{field.Message}");
        }

        if (error.Fields.Count > MostFields)
        {
            console.Error.MarkupLineInterpolated($"  … 还有 {error.Fields.Count - MostFields} 处");
        }
    }

    public static void Registered(CliConsole console, IReadOnlyList<RegisteredDepartment> departments)
    {
        foreach (var department in departments)
        {
            if (department.Error is { } error)
            {
                Error(console, error, department.Department);
            }
            else
            {
                Line(console, $"{department.Department} {department.DisplayName}：{(department.Outcome == PartOutcome.Created ? "已登记" : "此前已登记")}");
            }
        }
    }

    public static void Filed(CliConsole console, IReadOnlyList<FileOutcome> outcomes, bool submitted)
    {
        var table = NewTable("文件", "部门", "年度", "部门登记", "资金", "任务", "文字");
        if (submitted)
        {
            table.AddColumn("提交");
        }

        foreach (var outcome in outcomes.Where(outcome => outcomes.Count <= LongestTable || outcome.Code != 0))
        {
            var cells = new List<string> { outcome.File, outcome.Name.Department, Text(outcome.Name.Year) };
            cells.AddRange(outcome.Result is { } result
                ? [Text(result.Department), Text(result.Budget), Text(result.TaskPlan), Text(result.ReportOutcome)]
                : ["出错", "", "", ""]);
            if (submitted)
            {
                cells.Add(outcome.Submission is { } submission ? Text(submission) : outcome.Error is null ? "" : "出错");
            }

            AddRow(table, cells);
        }

        Write(console, table);
        foreach (var outcome in outcomes)
        {
            foreach (var warning in outcome.Result?.Warnings ?? [])
            {
                console.Error.MarkupLineInterpolated($"[yellow]提示[/] {outcome.File} {warning.Path}：{warning.Message}");
            }

            if (outcome.Submission is { Outcome: SubmissionOutcome.Refused } refused)
            {
                Findings(console, refused.Name, refused.Findings);
            }

            if (outcome.Error is { } error)
            {
                Error(console, error, outcome.File);
            }
        }

        Line(console, $"共 {outcomes.Count} 张表，{outcomes.Count(outcome => outcome.Code == 0)} 张完成，{outcomes.Count(outcome => outcome.Code != 0)} 张未完成");
    }

    public static void Submitted(CliConsole console, IReadOnlyList<SubmissionAttempt> attempts)
    {
        var table = NewTable("部门", "年度", "提交", "提交时间", "提示", "快照 SHA-256");
        foreach (var attempt in attempts.Where(attempt => attempts.Count <= LongestTable || attempt.Result is not { Code: 0 }))
        {
            AddRow(table, attempt.Result is { } result
                ? [result.Name.Department, Text(result.Name.Year), Text(result), Text(result.Report.SubmitTime), Text(result.Findings.Count), result.Revision?.SnapshotSha256 ?? ""]
                : [attempt.Name.Department, Text(attempt.Name.Year), "出错", "", "", ""]);
        }

        Write(console, table);
        foreach (var attempt in attempts)
        {
            if (attempt.Result is { } result && (attempts.Count <= LongestTable || result.Code != 0))
            {
                Findings(console, result.Name, result.Findings);
            }

            if (attempt.Error is { } error)
            {
                Error(console, error, attempt.Name.ToString());
            }
        }
    }

    public static void Checked(CliConsole console, IReadOnlyList<CheckOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.Error is { } error)
            {
                Error(console, error, outcome.Name.ToString());
                continue;
            }

            var blocking = outcome.Findings.Count(IsBlocking);
            console.Lines.MarkupLineInterpolated($"[bold]{outcome.Name.Department} {outcome.Name.Year}[/]  须改正 {blocking} 条，提示 {outcome.Findings.Count - blocking} 条");
            foreach (var rule in outcome.Findings.GroupBy(finding => (finding.Rule, finding.Severity)))
            {
                var (colour, label) = Mark(rule.First());
                console.Lines.MarkupLine($"  [{colour}]{label}[/] {rule.Key.Rule.EscapeMarkup()}（{rule.Count()} 条）");
                foreach (var finding in rule)
                {
                    Line(console, $"    {finding.Field}：{finding.Message}");
                }
            }
        }
    }

    public static void Overviews(CliConsole console, IReadOnlyList<StatusOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.Overview is { } overview)
            {
                Overview(console, overview);
            }
            else
            {
                Error(console, outcome.Error!, outcome.Name.ToString());
            }
        }
    }

    public static void List(CliConsole console, IReadOnlyList<FormOverview> listed)
    {
        var table = NewTable("部门", "年度", "状态", "版次", "提交时间");
        foreach (var (name, report) in listed.Select(overview => (overview.Name, overview.Report)))
        {
            AddRow(table, [name.Department, Text(name.Year), ReportStates.InChinese(report.State), report.Revision == 0 ? "" : Text(report.Revision), Text(report.SubmitTime)]);
        }

        Write(console, table);
        Line(console, $"共 {listed.Count} 张表");
    }

    public static void Rendered(CliSession session, RenderDocument document, bool toStandardError)
    {
        var pages = document.PageCount is { } count ? $"，{count} 页" : "";
        Written(session, document, $"{document.File}：{document.ContentType}{pages}，{document.SizeBytes} 字节，SHA-256 {document.Sha256}", toStandardError);
    }

    public static void Fetched(CliSession session, FetchDocument document, bool toStandardError) =>
        Written(session, document, $"{document.File}：{document.Department} {document.Year} 现有内容", toStandardError);

    public static void Blank(CliSession session, FetchDocument document, bool toStandardError) =>
        Written(session, document, $"{document.File}：{document.Department} {document.Year} 空表；填好后执行 liwan import-form {document.File} -d {document.Department} -y {document.Year}", toStandardError);

    public static void Exported(CliSession session, BulkResource resource, ExportDocument document, bool toStandardError) =>
        Written(session, document, $"{document.File}：导出{resource.Chinese} {document.Count} 条", toStandardError);

    public static void Imported(CliConsole console, BulkResource resource, ImportDocument document)
    {
        var verb = document.ValidateOnly ? "校验（未写入）" : "导入";
        Line(console, $"{document.File}：{verb}{resource.Chinese}，新建 {document.Created} 条，替换 {document.Replaced} 条，未变 {document.Unchanged} 条，失败 {document.Failed} 条");
    }

    public static void AuditExported(CliSession session, AuditExportDocument document, bool toStandardError) =>
        Written(session, document, $"{document.File}：导出审计记录 {document.Count} 条", toStandardError);

    public static void Audited(CliConsole console, AuditVerifyDocument document)
    {
        foreach (var chain in document.Services)
        {
            foreach (var problem in chain.Problems.Take(MostFields))
            {
                console.Error.MarkupLineInterpolated($"[red]错误[/] {chain.Service}：{problem.Message}");
            }

            if (chain.Problems.Count > MostFields)
            {
                console.Error.MarkupLineInterpolated($"  … 还有 {chain.Problems.Count - MostFields} 处");
            }

            var forgotten = chain.AnchorNumber == 0 ? "" : $"，第 {chain.AnchorNumber} 号及以前已按保留期清除";
            var pending = chain.Pending == 0 ? "" : $"，{chain.Pending} 条刚写入、待封存";
            Line(console, $"{chain.Service}：审计链{(chain.Problems.Count == 0 ? "完整" : $"有 {chain.Problems.Count} 处问题")}，共 {chain.Entries} 条记录{forgotten}{pending}，链尾第 {chain.HeadNumber} 号 {chain.HeadHash}");
        }

        foreach (var head in document.Heads.Where(head => !head.Found))
        {
            console.Error.MarkupLineInterpolated($"[red]错误[/] {head.Hash} 不在审计链中：链被截断或改写，或者它属于没有核对的服务");
        }
    }

    /// <summary>A table, unless it has no rows.</summary>
    public static void Table(CliConsole console, string[] columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = NewTable(columns);
        foreach (var row in rows)
        {
            AddRow(table, row);
        }

        Write(console, table);
    }

    /// <summary>Where stdout is the file itself, what is said about it goes to stderr.</summary>
    public static void Written<T>(CliSession session, T document, string text, bool toStandardError)
    {
        var (writer, console) = toStandardError ? (session.Console.ErrorWriter, session.Console.Error) : (session.Console.OutputWriter, session.Console.Lines);
        if (session.Json)
        {
            writer.WriteLine(JsonOutput.Serialize(document));
        }
        else
        {
            console.MarkupLineInterpolated($"{text}");
        }
    }

    private static void Overview(CliConsole console, FormOverview overview)
    {
        var report = overview.Report;
        console.Lines.MarkupLineInterpolated($"[bold]{overview.Name.Department} {overview.Name.Year}[/]");
        Line(console, $"  状态  {ReportStates.InChinese(report.State)}{(report.ReturnReason.Length == 0 ? "" : $"：{report.ReturnReason}")}");
        Line(console, $"  版次  {(report.Revision == 0 ? "尚未提交" : $"第 {report.Revision} 版，{Text(report.SubmitTime)}")}");
        Line(console, $"  合计  预算完成率 {Rate(overview.CompletionRateBasisPoints)}，预算调整率 {Rate(overview.AdjustmentRateBasisPoints)}");
        if (overview.Revision is { } revision)
        {
            Line(console, $"  归档  {Archived(revision)}");
        }

        if (report.ChangedFields.Count > 0)
        {
            Line(console, $"  改动  与第 {report.Revision} 版相比有 {report.ChangedFields.Count} 处不同，详见 liwan compare");
        }

        if (overview.Plan is { } plan && OutcomeWords.Counts(plan) is { Count: > 0 } outcomes)
        {
            Line(console, $"  指标  {string.Join('，', outcomes.Select(counted => $"{OutcomeWords.InChinese(counted.Outcome)} {counted.Count} 个"))}，详见 liwan read");
        }

        Line(console, $"  检查  {(overview.Findings is { Count: > 0 } findings ? $"{findings.Count} 条提示" : "没有提示")}");
        Findings(console, overview.Name, overview.Findings ?? [], console.Lines);
    }

    private static string Archived(Revision revision) => revision.Archive is { } archive
        ? $"PDF {archive.PageCount} 页，{archive.SizeBytes} 字节，SHA-256 {archive.DocumentSha256}，{Text(archive.ArchiveTime)}"
        : revision.ArchiveDelayReason.Length == 0 ? "尚未归档" : $"尚未归档：{revision.ArchiveDelayReason}";

    private static void Findings(CliConsole console, FormName name, IReadOnlyList<Finding> findings, IAnsiConsole? target = null)
    {
        foreach (var finding in findings)
        {
            var (colour, label) = Mark(finding);
            (target ?? console.Error).MarkupLine($"  [{colour}]{label}[/] {(target is null ? $"{name} " : "").EscapeMarkup()}{finding.Field.EscapeMarkup()}：{finding.Message.EscapeMarkup()}");
        }
    }

    private static (string Colour, string Label) Mark(Finding finding) => IsBlocking(finding) ? ("red", "须改正") : ("yellow", "提示");

    private static bool IsBlocking(Finding finding) => finding.Severity == Finding.Types.Severity.Error;

    internal static Table NewTable(params string[] columns) => new Table { Border = TableBorder.Rounded }.AddColumns([.. columns.Select(column => new TableColumn(column))]);

    internal static void AddRow(Table table, IEnumerable<string> cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);

    internal static void Write(CliConsole console, Table table)
    {
        if (table.Rows.Count > 0)
        {
            console.Tables.Write(table);
        }
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Text(Timestamp? time) =>
        time?.ToDateTimeOffset().ToOffset(LiwanOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    private static string Text(PartOutcome outcome) => outcome switch
    {
        PartOutcome.Created => "新建",
        PartOutcome.Updated => "更新",
        _ => "未变",
    };

    private static string Text(SubmissionResult result) => result.Outcome switch
    {
        SubmissionOutcome.Submitted => $"已提交第 {result.Report.Revision} 版",
        SubmissionOutcome.AlreadySubmitted => $"此前{ReportStates.InChinese(result.Report.State)}第 {result.Report.Revision} 版",
        _ => "须先改正",
    };

    private static string Rate(long? basisPoints) => basisPoints is null ? "—" : PrintedFigures.Rate(basisPoints);
}
