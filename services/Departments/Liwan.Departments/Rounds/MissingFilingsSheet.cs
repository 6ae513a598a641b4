using System.Globalization;
using System.Text;

namespace Liwan.Departments.Rounds;

/// <summary>The 催报名单 as CSV (RFC 4180), in UTF-8 with a byte order mark, by which spreadsheets know it.</summary>
internal static class MissingFilingsSheet
{
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly string[] Headings = ["部门编号", "部门名称", "填报状态", "截止日期", "逾期天数"];

    /// <summary>A heading row and one row for each filing.</summary>
    /// <param name="round">The round.</param>
    /// <param name="filings">Those that are missing.</param>
    /// <param name="today">The day from which days are counted.</param>
    public static byte[] Write(Round round, IEnumerable<Filing> filings, DateOnly today)
    {
        var deadline = round.Deadline.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var days = Math.Max(0, today.DayNumber - round.Deadline.DayNumber).ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        Append(text, Headings);
        foreach (var filing in filings)
        {
            Append(text, filing.Department, filing.DepartmentName ?? string.Empty, InChinese(filing.State), deadline, days);
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string InChinese(FilingState state) => state switch
    {
        FilingState.NotStarted => "未开始",
        FilingState.Draft => "填报中",
        FilingState.Returned => "已退回",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "A form in this state is not missing."),
    };

    private static void Append(StringBuilder text, params IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string value)
    {
        // A spreadsheet would take these for the beginning of a formula.
        var harmless = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? $"'{value}" : value;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
