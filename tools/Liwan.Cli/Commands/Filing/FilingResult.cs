using Liwan.Cli.Commands.Submission;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Filing;

/// <summary>What became of one part of a form.</summary>
internal enum PartOutcome
{
    Unchanged,
    Created,
    Updated,
}

/// <summary>Something that does not stop a filing but that somebody should look at.</summary>
internal sealed record FilingWarning(string Path, string Message);

/// <summary>What became of one form that was filed.</summary>
internal sealed record FilingResult
{
    public required FormName Name { get; init; }
    public PartOutcome Department { get; init; }
    public PartOutcome Budget { get; init; }
    public PartOutcome TaskPlan { get; init; }
    public PartOutcome ReportOutcome { get; init; }

    /// <summary>The report as it is now.</summary>
    public required Report Report { get; init; }
    public IReadOnlyList<FilingWarning> Warnings { get; init; } = [];
}

/// <summary>A file and what became of its form: a result or an error, and the submission if one was asked for.</summary>
internal sealed record FileOutcome(string File, FormName Name, FilingResult? Result, SubmissionResult? Submission, ServiceError? Error)
{
    public int Code => Math.Max(Error?.ExitCode ?? 0, Submission?.Code ?? 0);
}
