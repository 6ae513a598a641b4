using Liwan.Messaging;
using Liwan.Storage;

namespace Liwan.Departments.Rounds;

/// <summary>Keeps the filings of the round from the events of the reports.</summary>
internal sealed class FilingHandler(TimeProvider time) : IReportEventHandler
{
    public Task ApplyAsync(DbSession session, ReportEvent reportEvent)
    {
        var key = reportEvent.ReadReport();
        return FilingRepository.MergeAsync(session, new Filing
        {
            Year = key.Year,
            Department = key.Department,
            State = (FilingState)reportEvent.State,
            Revision = reportEvent.Revision,
            SubmittedRevision = reportEvent is ReportSubmitted ? reportEvent.Revision : 0,
            SubmitTime = reportEvent is ReportSubmitted ? reportEvent.EventTime : null,
            ArchivedRevision = reportEvent is ReportArchived archived ? archived.ArchivedRevision : 0,
            Sequence = reportEvent.Sequence,
            UpdateTime = time.Present(),
        });
    }
}
