using Liwan.Messaging;
using Liwan.Reports.Drafts;

namespace Liwan.Reports.Moves;

/// <summary>The events of a report, as they tell of its state after the change.</summary>
internal static class ReportEvents
{
    public static ReportEvent Started(Report report) => new ReportStarted
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = report.UpdateTime,
    };

    public static ReportEvent Submitted(Report report, string snapshotSha256) => new ReportSubmitted
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = report.UpdateTime,
        SnapshotSha256 = snapshotSha256,
    };

    public static ReportEvent Recalled(Report report, string reason) => new ReportRecalled
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = report.UpdateTime,
        Reason = reason,
    };

    public static ReportEvent Returned(Report report, string reason) => new ReportReturned
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = report.UpdateTime,
        Reason = reason,
    };

    public static ReportEvent Accepted(Report report) => new ReportAccepted
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = report.UpdateTime,
    };

    public static ReportEvent Published(Report report, string documentSha256) => new ReportPublished
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = report.UpdateTime,
        DocumentSha256 = documentSha256,
    };

    public static ReportEvent Unpublished(Report report, string reason) => new ReportUnpublished
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = report.UpdateTime,
        Reason = reason,
    };

    /// <summary>Tells of an archived document, which is no change of the report itself.</summary>
    public static ReportEvent Archived(Report report, int revision, string documentSha256, string snapshotSha256, DateTimeOffset archiveTime) => new ReportArchived
    {
        MessageId = Guid.NewGuid(),
        Report = report.Name,
        Sequence = report.Sequence,
        State = report.State,
        Revision = report.Revision,
        EventTime = archiveTime,
        ArchivedRevision = revision,
        DocumentSha256 = documentSha256,
        SnapshotSha256 = snapshotSha256,
    };
}
