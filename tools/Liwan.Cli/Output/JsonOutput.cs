using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf.WellKnownTypes;
using Liwan.Cli.Commands;
using Liwan.Cli.Commands.Auditing;
using Liwan.Cli.Commands.Filing;
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
        null);

    public static FormStatus StatusFailed(FormName name, ServiceError error) =>
        new(name.Department, name.Year, null, null, null, null, null, null, null, null, error);

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

/// <summary>One form; rates, findings and archive only where the form was asked for by name.</summary>
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

/// <summary>The document of <c>liwan return</c>.</summary>
internal sealed record ReturnDocument(string Department, int Year, string State, int Revision, string ReturnReason);

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
