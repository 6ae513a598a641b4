using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Output;
using Liwan.Departments.V1;
using V1Filing = Liwan.Departments.V1.Filing;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>The document of <c>liwan round board</c>; <c>progress</c> is null for those who see their own departments only.</summary>
internal sealed record BoardDocument(int Year, BoardCounts? Progress, IReadOnlyList<BoardFiling> Filings);

/// <summary>How many departments are where.</summary>
internal sealed record BoardCounts(
    int Owed, int NotStarted, int Draft, int Submitted, int Returned, int Accepted, int Published, int Overdue, int Late, int Exempt);

/// <summary>Where one department is.</summary>
internal sealed record BoardFiling(
    string Department,
    string DepartmentName,
    string State,
    bool Owed,
    bool Overdue,
    bool Late,
    int Revision,
    DateTimeOffset? SubmitTime,
    bool Archived,
    string? ExemptionReason);

/// <summary>Prints the board of a round.</summary>
internal static class BoardOutput
{
    private const int FirstRows = 50;

    public static BoardDocument Of(int year, RoundProgress? progress, IReadOnlyList<V1Filing> filings) => new(
        year,
        progress is null
            ? null
            : new BoardCounts(
                progress.Owed, progress.NotStarted, progress.Draft, progress.Submitted, progress.Returned,
                progress.Accepted, progress.Published, progress.Overdue, progress.Late, progress.Exempt),
        [.. filings.Select(Of)]);

    public static void Print(CliConsole console, int year, RoundProgress? progress, IReadOnlyList<V1Filing> filings, bool whole)
    {
        if (progress is not null)
        {
            PrintCounts(console, year, progress);
        }

        var shown = whole ? filings : [.. filings.Take(FirstRows)];
        HumanOutput.Table(
            console,
            ["部门", "名称", "状态", "版次", "提交时间", "备注"],
            shown.Select(filing => (IReadOnlyList<string>)
            [
                RoundOutput.Id(filing.Department), filing.DepartmentName, RoundWords.InChinese(filing.State),
                filing.Revision == 0 ? "" : $"{filing.Revision}", HumanOutput.Text(filing.SubmitTime), Remark(filing),
            ]));
        HumanOutput.Line(console, shown.Count < filings.Count ? $"共 {filings.Count} 个部门，以上为前 {shown.Count} 个；全部列出请加 --all" : $"共 {filings.Count} 个部门");
    }

    /// <summary>How many departments are where, on one line.</summary>
    public static void PrintCounts(CliConsole console, int year, RoundProgress progress) => HumanOutput.Line(
        console,
        $"{year} 年度应报 {progress.Owed} 个部门：未开始 {progress.NotStarted}，填报中 {progress.Draft}，已提交 {progress.Submitted}，已退回 {progress.Returned}，已通过 {progress.Accepted}，已公开 {progress.Published}；逾期 {progress.Overdue}，逾期提交 {progress.Late}，免报 {progress.Exempt}");

    private static string Remark(V1Filing filing)
    {
        if (filing.ExemptionReason.Length > 0)
        {
            return $"免报：{filing.ExemptionReason}";
        }

        return filing.Overdue ? "逾期" : filing.Late ? "逾期提交" : "";
    }

    private static BoardFiling Of(V1Filing filing) => new(
        RoundOutput.Id(filing.Department),
        filing.DepartmentName,
        RoundWords.OnTheWire(filing.State),
        filing.Owed,
        filing.Overdue,
        filing.Late,
        filing.Revision,
        Time(filing.SubmitTime),
        filing.Archived,
        filing.ExemptionReason.Length == 0 ? null : filing.ExemptionReason);

    private static DateTimeOffset? Time(Timestamp? time) => time?.ToDateTimeOffset();
}
