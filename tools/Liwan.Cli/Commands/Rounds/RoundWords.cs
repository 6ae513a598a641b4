using System.Globalization;
using Google.Type;
using Liwan.Departments.V1;
using Policy = Liwan.Departments.V1.Round.Types.LatePolicy;
using V1Filing = Liwan.Departments.V1.Filing;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>What rounds and filings are called, for people and for scripts.</summary>
internal static class RoundWords
{
    public const string Allow = "allow";
    public const string Refuse = "refuse";

    public static string InChinese(Round.Types.State state) => state == Round.Types.State.Open ? "填报中" : "已截止";

    public static string InChinese(Policy policy) => policy == Policy.Refused ? "不接受逾期提交" : "逾期提交予以标记";

    public static string InChinese(V1Filing.Types.State state) => state switch
    {
        V1Filing.Types.State.NotStarted => "未开始",
        V1Filing.Types.State.Draft => "填报中",
        V1Filing.Types.State.Submitted => "已提交",
        V1Filing.Types.State.Returned => "已退回",
        V1Filing.Types.State.Accepted => "已通过",
        V1Filing.Types.State.Published => "已公开",
        _ => state.ToString(),
    };

    public static string OnTheWire(Round.Types.State state) => state.ToString().ToUpperInvariant();

    public static string OnTheWire(Policy policy) => policy.ToString().ToUpperInvariant();

    public static string OnTheWire(V1Filing.Types.State state) =>
        state == V1Filing.Types.State.NotStarted ? "NOT_STARTED" : state.ToString().ToUpperInvariant();

    public static Policy PolicyOf(string? text) => text switch
    {
        Refuse => Policy.Refused,
        Allow => Policy.Allowed,
        _ => Policy.Unspecified,
    };

    public static string Text(Date date) => string.Create(CultureInfo.InvariantCulture, $"{date.Year:0000}-{date.Month:00}-{date.Day:00}");
}
