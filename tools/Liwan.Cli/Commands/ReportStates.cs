using Liwan.Reports.V1;

namespace Liwan.Cli.Commands;

/// <summary>What the states of a form mean to the command line.</summary>
internal static class ReportStates
{
    /// <summary>Whether a form in this state can no longer be edited.</summary>
    public static bool IsLocked(Report.Types.State state) =>
        state is Report.Types.State.Submitted or Report.Types.State.Accepted or Report.Types.State.Published;

    public static string InChinese(Report.Types.State state) => state switch
    {
        Report.Types.State.Draft => "填报中",
        Report.Types.State.Submitted => "已提交",
        Report.Types.State.Returned => "已退回",
        Report.Types.State.Accepted => "已通过",
        Report.Types.State.Published => "已公开",
        _ => state.ToString(),
    };

    /// <summary>The name of the state on the wire, such as <c>SUBMITTED</c>.</summary>
    public static string OnTheWire(Report.Types.State state) => state.ToString().ToUpperInvariant();
}
