using Liwan.Messaging;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Reports.Drafts;

/// <summary>A move of a form from one state to another; there are no others than those of <see cref="All"/>.</summary>
internal sealed record ReportMove(string Name, ReportState To, params ReportState[] From)
{
    public static readonly ReportMove Submit = new("submit", ReportState.Submitted, ReportState.Draft, ReportState.Returned);

    public static readonly ReportMove Recall = new("recall", ReportState.Draft, ReportState.Submitted);

    public static readonly ReportMove Return = new("return", ReportState.Returned, ReportState.Submitted, ReportState.Accepted);

    public static readonly ReportMove Accept = new("accept", ReportState.Accepted, ReportState.Submitted);

    public static readonly ReportMove Publish = new("publish", ReportState.Published, ReportState.Accepted);

    public static readonly ReportMove Unpublish = new("unpublish", ReportState.Accepted, ReportState.Published);

    public static readonly IReadOnlyList<ReportMove> All = [Submit, Recall, Return, Accept, Publish, Unpublish];

    /// <summary>Throws unless the report's state allows the move.</summary>
    /// <exception cref="ServiceException">STATE_FORBIDS, naming the state and the moves that are open.</exception>
    public void Require(Report report)
    {
        if (!From.Contains(report.State))
        {
            throw Forbidden(report);
        }
    }

    /// <summary>Returns the report after the move; times and reasons that its new state does not have are gone.</summary>
    /// <param name="report">A report whose state allows the move.</param>
    /// <param name="reason">Why; empty for moves without a reason.</param>
    /// <param name="now">When.</param>
    public Report Apply(Report report, string reason, DateTimeOffset now) => ReportMapping.WithEtag(report with
    {
        State = To,
        Revision = this == Submit ? report.Revision + 1 : report.Revision,
        SubmitTime = this == Submit ? now : report.SubmitTime,
        ReturnReason = this == Return ? reason : string.Empty,
        AcceptTime = this == Accept ? now : To is ReportState.Accepted or ReportState.Published ? report.AcceptTime : null,
        PublishTime = this == Publish ? now : null,
        UpdateTime = now,
    });

    /// <summary>Throws unless the texts of the report may be edited.</summary>
    /// <exception cref="ServiceException">STATE_FORBIDS, naming the state and the moves that are open.</exception>
    public static void RequireEditable(Report report)
    {
        if (!report.MayBeEdited)
        {
            throw Forbidden(report);
        }
    }

    /// <summary>Throws unless reviewers may comment on the report.</summary>
    /// <exception cref="ServiceException">STATE_FORBIDS, naming the state and the moves that are open.</exception>
    public static void RequireReviewable(Report report)
    {
        if (report.State is not (ReportState.Submitted or ReportState.Accepted))
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
