using System.Diagnostics;
using Liwan.Messaging;
using Liwan.Storage;

namespace Liwan.Reports.Archive;

/// <summary>Hears that a report was submitted and asks for the archiving of its revision.</summary>
internal sealed class ArchiveRequests([FromKeyedServices(Archivist.Name)] WakeUp archivist, TimeProvider time) : IReportEventHandler
{
    public async Task ApplyAsync(DbSession session, ReportEvent reportEvent)
    {
        if (reportEvent is not ReportSubmitted submitted)
        {
            return;
        }

        await ArchiveRepository.RequestAsync(session, submitted.ReadReport(), submitted.Revision, Activity.Current?.Id, time.Present());
        session.AfterCommit(archivist.Call);
    }
}
