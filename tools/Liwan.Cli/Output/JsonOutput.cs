using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Commands;
using Liwan.Cli.Commands.Auditing;
using Liwan.Cli.Commands.Checking;
using Liwan.Cli.Commands.Filing;
using Liwan.Cli.Commands.Judging;
using Liwan.Cli.Commands.Moves;
using Liwan.Cli.Commands.Status;
using Liwan.Cli.Commands.Submission;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Output;

/// <summary>
/// What <c>--json</c> prints: always one document on stdout. These records are its documented shape (tools/Liwan.Cli/README.md);
/// a property is added, never renamed. What does not apply is null.
/// </summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions LineOptions = new(Options) { WriteIndented = false };

    public static string Serialize<T>(T document) => JsonSerializer.Serialize(document, Options);

    /// <summary>As <see cref="Serialize"/>, on one line.</summary>
    public static string SerializeLine<T>(T document) => JsonSerializer.Serialize(document, LineOptions);

    public static FiledForm Of(FileOutcome outcome) => new(
        outcome.File,
        outcome.Name.Department,
        outcome.Name.Year,
        outcome.Result is null ? null : new FiledParts(outcome.Result.Department, outcome.Result.Budget, outcome.Result.TaskPlan, outcome.Result.ReportOutcome),
        [.. outcome.Result?.Warnings ?? []],
        outcome.Submission is null ? null : Of(outcome.Submission),
        outcome.Error);

    public static SubmittedForm Of(SubmissionResult result) => new(
        result.Name.Department,
        result.Name.Year,
        result.Outcome,
        ReportStates.OnTheWire(result.Report.State),
        result.Report.Revision,
        Time(result.Report.SubmitTime),
        result.Revision?.SnapshotSha256,
        [.. result.Findings.Select(Of)],
        null);

    public static SubmittedForm Failed(FormName name, ServiceError error) =>
        new(name.Department, name.Year, null, null, null, null, null, [], error);

    public static CheckedForm Of(CheckOutcome outcome) => new(
        outcome.Name.Department, outcome.Name.Year, outcome.Error is null ? outcome.Blocks : null, [.. outcome.Findings.Select(Of)], outcome.Error);

    public static FormStatus Of(FormOverview overview) => new(
        overview.Name.Department,
        overview.Name.Year,
        ReportStates.OnTheWire(overview.Report.State),
        overview.Report.Revision,
        Time(overview.Report.SubmitTime),
        NullIfEmpty(overview.Report.ReturnReason),
        overview.CompletionRateBasisPoints,
        overview.AdjustmentRateBasisPoints,
        overview.Findings is null ? null : [.. overview.Findings.Select(Of)],
        overview.Revision is null ? null : Of(overview.Revision),
        overview.Findings is null ? null : [.. overview.Report.ChangedFields],
        overview.Plan is null ? null : OutcomeWords.Counts(overview.Plan).ToDictionary(counted => OutcomeWords.OnTheWire(counted.Outcome), counted => counted.Count),
        null);

    public static FormStatus StatusFailed(FormName name, ServiceError error) =>
        new(name.Department, name.Year, null, null, null, null, null, null, null, null, null, null, error);

    public static MovedForm Of(MoveOutcome outcome) => new(
        outcome.Name.Department,
        outcome.Name.Year,
        outcome.Error is not null ? null : outcome.WasSoAlready ? "unchanged" : "moved",
        outcome.Report is null ? null : ReportStates.OnTheWire(outcome.Report.State),
        outcome.Report?.Revision,
        outcome.Error);

    public static FormChange Of(ReportChange change) => new(
        Number(change.Name),
        change.Action,
        change.FromState == Report.Types.State.Unspecified ? null : ReportStates.OnTheWire(change.FromState),
        ReportStates.OnTheWire(change.ToState),
        change.Caller,
        NullIfEmpty(change.Reason),
        change.Revision,
        [.. change.ChangedFields],
        Time(change.CreateTime));

    public static FormDifference Of(FieldChange change) => new(change.Field, change.Label, change.Kind.ToString().ToUpperInvariant(), change.Before, change.After);

    public static FormComment Of(ReviewComment comment) => new(
        Number(comment.Name),
        comment.Field,
        comment.FieldLabel,
        comment.FieldValue,
        comment.Text,
        comment.Revision,
        comment.Author,
        Time(comment.CreateTime),
        Time(comment.ResolveTime),
        NullIfEmpty(comment.Resolver));

    /// <summary>The number that a name ends with, such as that of a comment.</summary>
    public static int Number(string name) => int.Parse(name.AsSpan(name.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    private static FormFinding Of(Finding finding) =>
        new(finding.Rule, finding.Severity == Finding.Types.Severity.Error ? "ERROR" : "WARNING", finding.Field, finding.Message);

    private static FormArchive Of(Revision revision) => revision.Archive is { } archive
        ? new FormArchive(true, archive.DocumentSha256, archive.SizeBytes, archive.PageCount, archive.RendererVersion, Time(archive.ArchiveTime), null)
        : new FormArchive(false, null, null, null, null, null, NullIfEmpty(revision.ArchiveDelayReason));

    private static DateTimeOffset? Time(Timestamp? time) => time?.ToDateTimeOffset();

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <summary>The document of a command that failed as a whole.</summary>
internal sealed record FailureDocument(ServiceError Error);

/// <summary>The document of <c>liwan register</c>.</summary>
internal sealed record RegisterDocument(IReadOnlyList<RegisteredDepartment> Departments);

/// <summary>One department; <c>outcome</c> is <c>created</c>, <c>unchanged</c> or, with an error, null.</summary>
internal sealed record RegisteredDepartment(string Department, string? DisplayName, PartOutcome? Outcome, ServiceError? Error);

/// <summary>The document of <c>liwan file</c>.</summary>
internal sealed record FileDocument(IReadOnlyList<FiledForm> Forms);

/// <summary>One form file; <c>parts</c> is null if it was not filed whole; <c>error</c> may be that of the submission.</summary>
internal sealed record FiledForm(
    string File,
    string Department,
    int Year,
    FiledParts? Parts,
    IReadOnlyList<FilingWarning> Warnings,
    SubmittedForm? Submission,
    ServiceError? Error);

/// <summary>Each <c>unchanged</c>, <c>created</c> or <c>updated</c>.</summary>
internal sealed record FiledParts(PartOutcome Department, PartOutcome Budget, PartOutcome TaskPlan, PartOutcome Report);

/// <summary>The document of <c>liwan check</c>.</summary>
internal sealed record CheckDocument(IReadOnlyList<CheckedForm> Forms);

/// <summary>One form; <c>blocks</c> says whether a submission would be refused, and is null with an error.</summary>
internal sealed record CheckedForm(string Department, int Year, bool? Blocks, IReadOnlyList<FormFinding> Findings, ServiceError? Error);

/// <summary>The document of <c>liwan submit</c>.</summary>
internal sealed record SubmitDocument(IReadOnlyList<SubmittedForm> Forms);

/// <summary>One form; <c>outcome</c> is <c>submitted</c>, <c>alreadySubmitted</c>, <c>refused</c> or, with an error, null.</summary>
internal sealed record SubmittedForm(
    string Department,
    int Year,
    SubmissionOutcome? Outcome,
    string? State,
    int? Revision,
    DateTimeOffset? SubmitTime,
    string? SnapshotSha256,
    IReadOnlyList<FormFinding> Findings,
    ServiceError? Error);

/// <summary>The document of <c>liwan status</c>.</summary>
internal sealed record StatusDocument(IReadOnlyList<FormStatus> Reports);

/// <summary>One form; rates, findings, archive and outcomes only where the form was asked for by name.</summary>
internal sealed record FormStatus(
    string Department,
    int Year,
    string? State,
    int? Revision,
    DateTimeOffset? SubmitTime,
    string? ReturnReason,
    long? CompletionRateBasisPoints,
    long? AdjustmentRateBasisPoints,
    IReadOnlyList<FormFinding>? Findings,
    FormArchive? Archive,
    IReadOnlyList<string>? ChangedFields,
    IReadOnlyDictionary<string, int>? Outcomes,
    ServiceError? Error);

/// <summary>The archived document of the latest revision, or why there is none yet.</summary>
internal sealed record FormArchive(
    bool Archived,
    string? Sha256,
    long? SizeBytes,
    int? PageCount,
    string? RendererVersion,
    DateTimeOffset? ArchiveTime,
    string? DelayReason);

/// <summary>What the checks noticed; <c>severity</c> is <c>ERROR</c> or <c>WARNING</c>.</summary>
internal sealed record FormFinding(string Rule, string Severity, string Field, string Message);

/// <summary>The document of <c>liwan render</c>.</summary>
internal sealed record RenderDocument(
    string Department, int Year, string Revision, string Format, string File, string ContentType, long SizeBytes, int? PageCount, string Sha256);

/// <summary>The document of <c>liwan fetch</c>.</summary>
internal sealed record FetchDocument(string Department, int Year, string File);

/// <summary>The document of <c>liwan recall</c>, <c>return</c>, <c>accept</c>, <c>publish</c> and <c>unpublish</c>.</summary>
internal sealed record MoveDocument(IReadOnlyList<MovedForm> Forms);

/// <summary>One form; <c>outcome</c> is <c>moved</c>, <c>unchanged</c> or, with an error, null.</summary>
internal sealed record MovedForm(string Department, int Year, string? Outcome, string? State, int? Revision, ServiceError? Error);

/// <summary>The document of <c>liwan history</c>.</summary>
internal sealed record HistoryDocument(string Department, int Year, IReadOnlyList<FormChange> Changes);

/// <summary>One move or edit; <c>fromState</c> is null for the first.</summary>
internal sealed record FormChange(
    int Number, string Action, string? FromState, string ToState, string Caller, string? Reason, int Revision, IReadOnlyList<string> ChangedFields, DateTimeOffset? Time);

/// <summary>The document of <c>liwan compare</c>; <c>newer</c> may be <c>draft</c>.</summary>
internal sealed record CompareDocument(string Department, int Year, string Older, string Newer, IReadOnlyList<FormDifference> Changes);

/// <summary>One difference; <c>kind</c> is <c>CHANGED</c>, <c>ADDED</c> or <c>REMOVED</c>.</summary>
internal sealed record FormDifference(string Field, string Label, string Kind, string Before, string After);

/// <summary>The document of <c>liwan comment add</c>, <c>list</c> and <c>resolve</c>.</summary>
internal sealed record CommentsDocument(string Department, int Year, IReadOnlyList<FormComment> Comments);

/// <summary>One comment; <c>resolveTime</c> and <c>resolver</c> are null while it is open.</summary>
internal sealed record FormComment(
    int Number, string Field, string FieldLabel, string FieldValue, string Text, int Revision, string Author, DateTimeOffset? CreateTime, DateTimeOffset? ResolveTime, string? Resolver);

/// <summary>The document of <c>liwan carry-over</c>.</summary>
internal sealed record CarryOverDocument(string Department, int Year, int SourceYear, int Tasks, int Indicators);

/// <summary>The document of <c>liwan import</c>.</summary>
internal sealed record ImportDocument(
    string ImportId, string Resource, string File, bool ValidateOnly, long Created, long Replaced, long Unchanged, long Failed);

/// <summary>A line of the file of failures.</summary>
internal sealed record FailureLine(
    long Line, string Status, string Reason, string Message, IReadOnlyList<FieldError> Fields, IReadOnlyDictionary<string, string> Metadata);

/// <summary>The document of <c>liwan export</c>.</summary>
internal sealed record ExportDocument(string Resource, string File, long Count);

/// <summary>The document of <c>liwan login</c> and <c>liwan whoami</c>; of a token that only its provider can read, all is null but <c>source</c>.</summary>
internal sealed record IdentityDocument(
    string? Subject, IReadOnlyList<string>? Roles, IReadOnlyList<string>? Departments, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpireTime, string Source);

/// <summary>The document of <c>liwan logout</c>.</summary>
internal sealed record LogoutDocument(bool WasLoggedIn, string File);

/// <summary>The document of <c>liwan audit verify</c>.</summary>
internal sealed record AuditVerifyDocument(IReadOnlyList<AuditedChain> Services, IReadOnlyList<AuditHeadFound> Heads);

/// <summary>The chain of one service; it holds where there are no problems.</summary>
internal sealed record AuditedChain(
    string Service, long Entries, long AnchorNumber, long HeadNumber, string HeadHash, long Pending, IReadOnlyList<AuditProblem> Problems);

/// <summary>Whether a hash given as <c>--head</c> is in one of the chains.</summary>
internal sealed record AuditHeadFound(string Hash, bool Found);

/// <summary>What does not hold of a chain; <c>number</c> and <c>entry</c> where it is about one.</summary>
internal sealed record AuditProblem(AuditProblemKind Kind, long? Number, string? Entry, string Message);

/// <summary>The document of <c>liwan audit export</c>.</summary>
internal sealed record AuditExportDocument(string File, long Count);
