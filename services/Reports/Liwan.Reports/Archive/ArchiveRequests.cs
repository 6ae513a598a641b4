using System.Diagnostics;
using Liwan.Messaging;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;

namespace Liwan.Reports.Archive;

/// <summary>Hears that a report was submitted and asks for the archiving of its revision.</summary>
internal sealed class ArchiveRequests(ArchiveSignal signal, TimeProvider time) : IReportEventHandler
{
    public async Task ApplyAsync(DbSession session, ReportEvent reportEvent)
    {
        if (reportEvent is not ReportSubmitted submitted)
        {
            return;
        }

        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "report", submitted.Report, "reports");
        violations.ThrowIfAny();
        await ArchiveRepository.RequestAsync(session, key, submitted.Revision, Activity.Current?.Id, time.Present());
        session.AfterCommit(signal.Raise);
    }
}
