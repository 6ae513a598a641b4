using System.Diagnostics;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Status;

/// <summary>Waits until the document of a form's latest revision is archived.</summary>
internal static class ArchiveWait
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <exception cref="ServiceException">Nothing was submitted, or it is not archived in time.</exception>
    public static async Task UntilArchivedAsync(ServiceClients clients, FormName name, TimeSpan limit, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var report = await clients.ReportsAsync((c, o) => c.GetReportAsync(new() { Name = name.Report }, o), cancellationToken);
        if (report.Revision == 0)
        {
            throw new ServiceException(new ServiceError
            {
                ExitCode = ExitCode.Refused,
                Reason = "NOT_SUBMITTED",
                Message = $"{name} 尚未提交，没有可归档的版本",
            });
        }

        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var revision = await FormOverview.ReadRevisionAsync(clients, name, report.Revision, cancellationToken);
            if (revision.Archive is not null)
            {
                return;
            }

            if (clock.Elapsed + pause > limit)
            {
                var why = revision.ArchiveDelayReason.Length == 0 ? "" : $"：{revision.ArchiveDelayReason}";
                throw new ServiceException(new ServiceError
                {
                    ExitCode = ExitCode.Unreachable,
                    Reason = "NOT_ARCHIVED_IN_TIME",
                    Message = $"{name} 第 {report.Revision} 版在 {limit.TotalSeconds:0} 秒内没有归档{why}",
                });
            }

            await Task.Delay(pause, cancellationToken);
        }
    }
}
