using System.Data.Common;
using Liwan.Documents.Fonts;
using Liwan.Documents.Pdf;
using Liwan.Messaging;
using Liwan.Reports.Drafts;
using Liwan.Reports.History;
using Liwan.Reports.Moves;
using Liwan.Reports.Rendering;
using Liwan.Reports.Submission;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage;

namespace Liwan.Reports.Archive;

/// <summary>
/// Renders and archives the revisions that wait for it, one after the other, each once. Without a font they go on
/// waiting, visibly, until there is one.
/// </summary>
internal sealed partial class Archivist(
    Database database,
    DocumentRenderer renderer,
    Outbox outbox,
    [FromKeyedServices(Archivist.Name)] WakeUp wakeUp,
    TimeProvider time,
    ILogger<Archivist> logger) : BackgroundService
{
    /// <summary>Tells the archivist's wake-up from the relay's.</summary>
    public const string Name = "archivist";

    private const int BatchSize = 20;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var busy = false;
            try
            {
                busy = await ArchiveWaitingAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is DbException or ServiceException)
            {
                // Pending migrations or a full disk: the jobs stay, and so does the archivist.
                LogDatabase(e);
            }

            if (!busy)
            {
                await wakeUp.WaitAsync(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> ArchiveWaitingAsync(CancellationToken cancellationToken)
    {
        var jobs = await database.ReadAsync(session => ArchiveRepository.WaitingAsync(session, BatchSize), cancellationToken);
        var archived = 0;
        foreach (var job in jobs)
        {
            using var activity = ReportsTelemetry.Start("archive", job.Key, job.Traceparent);
            activity?.SetTag(ServiceDefaults.Telemetry.TelemetryNames.Revision, job.Number);
            try
            {
                await ArchiveAsync(job, cancellationToken);
                archived++;
            }
            catch (FontUnavailableException e)
            {
                await DelayAsync(job, e.Message, cancellationToken);
                break;
            }
            catch (InvalidDataException e)
            {
                LogUnreadable(e, job.Department, job.Year, job.Number);
                await DelayAsync(job, $"快照无法读取：{e.Message}", cancellationToken);
            }
        }

        return archived == BatchSize;
    }

    private async Task ArchiveAsync(ArchiveJob job, CancellationToken cancellationToken)
    {
        var stored = await database.ReadAsync(
            session => RevisionRepository.FindSnapshotAsync(session, job.Key, job.Number), cancellationToken)
            ?? throw new InvalidDataException($"Revision {job.Number} of {job.Key.In("reports")} does not exist.");
        var pdf = renderer.Pdf(PrintedForm.Of(stored));
        var document = new ArchivedDocument
        {
            Department = job.Department,
            Year = job.Year,
            Number = job.Number,
            Document = pdf.Bytes,
            DocumentSha256 = Snapshot.Sha256(pdf.Bytes),
            SizeBytes = pdf.Bytes.Length,
            PageCount = pdf.PageCount,
            RendererVersion = PdfFormWriter.RendererVersion,
            FontSha256 = renderer.FontSha256,
            ArchiveTime = time.Present(),
        };
        using var call = CurrentCall.Enter(new CurrentCall { Caller = Caller.Service("reports"), Method = "archive" });
        if (await database.WriteAsync(session => StoreAsync(session, job, document, stored.SnapshotSha256), cancellationToken))
        {
            LogArchived(job.Department, job.Year, job.Number, document.PageCount, document.DocumentSha256);
        }
    }

    private async Task<bool> StoreAsync(DbSession session, ArchiveJob job, ArchivedDocument document, string snapshotSha256)
    {
        if (!await ArchiveRepository.EndAsync(session, job))
        {
            return false;
        }

        await ArchiveRepository.InsertAsync(session, document);
        var report = await ReportRepository.AdvanceSequenceAsync(session, job.Key)
            ?? throw new InvalidDataException($"{job.Key.In("reports")} does not exist.");
        await ReportHistory.AddAsync(session, ReportChange.Of(report, "archive", report.State, document.ArchiveTime) with { Revision = job.Number });
        await outbox.AddAsync(session, ReportEvents.Archived(report, job.Number, document.DocumentSha256, snapshotSha256, document.ArchiveTime));
        return true;
    }

    private async Task DelayAsync(ArchiveJob job, string reason, CancellationToken cancellationToken)
    {
        if (job.DelayReason == reason)
        {
            return;
        }

        LogDelayed(job.Department, job.Year, job.Number, reason);
        await database.WriteAsync(session => ArchiveRepository.DelayAsync(session, job, reason), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Archived {Department} {Year} revision {Number}: {Pages} pages, SHA-256 {Sha256}")]
    private partial void LogArchived(string department, int year, int number, int pages, string sha256);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Archiving of {Department} {Year} revision {Number} waits: {Reason}")]
    private partial void LogDelayed(string department, int year, int number, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The snapshot of {Department} {Year} revision {Number} cannot be read")]
    private partial void LogUnreadable(Exception exception, string department, int year, int number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The archive's database does not answer; trying again")]
    private partial void LogDatabase(Exception exception);
}
