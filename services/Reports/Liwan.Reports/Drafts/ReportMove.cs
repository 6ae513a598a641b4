using Liwan.Messaging;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Reports.Drafts;

/// <summary>A move of a form from one state to another; there are no others than those of <see cref="All"/>.</summary>
internal sealed record ReportMove(string Name, ReportState To, params ReportState[] From)
{
    public static readonly ReportMove Submit = new("submit", ReportState.Submitted, ReportState.Draft, ReportState.Returned);

    public static readonly ReportMove Return = new("return", ReportState.Returned, ReportState.Submitted, ReportState.Accepted);

    private static readonly ReportMove[] All = [Submit, Return];

    /// <summary>Throws unless the report's state allows the move.</summary>
    /// <exception cref="ServiceException">STATE_FORBIDS, naming the state and the moves that are open.</exception>
    public void Require(Report report)
    {
        if (!From.Contains(report.State))
        {
            throw Forbidden(report);
        }
    }

    /// <summary>Throws unless the texts of the report may be edited.</summary>
    /// <exception cref="ServiceException">STATE_FORBIDS, naming the state and the moves that are open.</exception>
    public static void RequireEditable(Report report)
    {
        if (!report.MayBeEdited)
        {
            throw Forbidden(report);
        }
    }

    private static ServiceException Forbidden(Report report)
    {
        var open = string.Join(", ", All.Where(move => move.From.Contains(report.State)).Select(move => move.Name).DefaultIfEmpty("-"));
        var state = report.State.ToString().ToUpperInvariant();
        return new ServiceException(
            ErrorCatalogue.StateForbids,
            [new UnmetPrecondition("STATE", report.Name, $"当前状态为 {state}，可以进行的操作：{open}。")],
            ("name", report.Name), ("state", state), ("allowed", open));
    }
}
