using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Submission;

/// <summary>Submits what was checked: the etag of the check is the etag of the submission.</summary>
internal sealed class ReportSubmission(ServiceClients clients)
{
    /// <summary>Submits a form; one that is submitted already is left as it is, which is a success.</summary>
    /// <param name="name">The form.</param>
    /// <param name="known">The report if the caller has just read it.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent may still be done.</param>
    /// <exception cref="ServiceException">A service refuses; ABORTED if the form changed between check and submission.</exception>
    public async Task<SubmissionResult> SubmitAsync(FormName name, Report? known, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("submit", name);
        var report = known ?? await clients.ReportsAsync((c, o) => c.GetReportAsync(new() { Name = name.Report }, o), cancellationToken);
        if (ReportStates.IsLocked(report.State))
        {
            var revisionName = new GetRevisionRequest { Name = $"{name.Report}/revisions/{report.Revision}" };
            var revision = await clients.ReportsAsync((c, o) => c.GetRevisionAsync(revisionName, o), cancellationToken);
            return new SubmissionResult(name, SubmissionOutcome.AlreadySubmitted, report, revision, revision.Findings);
        }

        var check = await clients.ReportsAsync((c, o) => c.CheckReportAsync(new() { Name = name.Report }, o), cancellationToken);
        if (check.Findings.Any(finding => finding.Severity == Finding.Types.Severity.Error))
        {
            return new SubmissionResult(name, SubmissionOutcome.Refused, report, null, check.Findings);
        }

        var request = new SubmitReportRequest { Name = name.Report, Etag = check.Etag, RequestId = ServiceClients.NewRequestId() };
        var submitted = await clients.ReportsAsync((c, o) => c.SubmitReportAsync(request, o), cancellationToken);
        return new SubmissionResult(name, SubmissionOutcome.Submitted, submitted.Report, submitted.Revision, submitted.Revision.Findings);
    }
}

/// <summary>How a submission ended.</summary>
internal enum SubmissionOutcome
{
    Submitted,
    AlreadySubmitted,
    Refused,
}

/// <summary>What became of a submission; no revision if the findings refused it.</summary>
internal sealed record SubmissionResult(FormName Name, SubmissionOutcome Outcome, Report Report, Revision? Revision, IReadOnlyList<Finding> Findings)
{
    public int Code => Outcome == SubmissionOutcome.Refused ? ExitCode.Refused : ExitCode.Ok;
}
