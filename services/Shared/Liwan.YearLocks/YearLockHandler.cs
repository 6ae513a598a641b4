using Liwan.Messaging;
using Liwan.Storage;

namespace Liwan.YearLocks;

/// <summary>Follows the state of each report; the inbox lets only events pass that are newer than all before.</summary>
internal sealed class YearLockHandler : IReportEventHandler
{
    public Task ApplyAsync(DbSession session, ReportEvent reportEvent) =>
        YearLock.SetAsync(session, reportEvent.ReadReport(), reportEvent.State);
}
