using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Liwan.Reports.Checks;
using Liwan.Reports.Composition;
using Liwan.Reports.Drafts;
using Liwan.Reports.Moves;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;
using Finding = Liwan.Reports.Checks.Finding;
using Report = Liwan.Reports.Drafts.Report;
using Revision = Liwan.Reports.Submission.Revision;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private sealed record CheckedForm(Report Report, SubmissionTerms Terms, byte[] Snapshot, IReadOnlyList<Finding> Findings);

    public override async Task<SubmitReportResponse> SubmitReport(SubmitReportRequest request, ServerCallContext context)
    {
        var key = ReadName("name", request.Name);
        var seen = FormEtag.Parse(request.Etag);
        using var activity = ReportsTelemetry.Start("submit", key);
        return await ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            () => GatherAndCheckAsync(key, seen, context.CancellationToken),
            SubmitAsync,
            context.CancellationToken);
    }

    public override async Task<V1.Revision> GetRevision(GetRevisionRequest request, ServerCallContext context)
    {
        var (key, number) = ReadRevisionName(request.Name);
        await RequireVisibleAsync(key, number, context.CancellationToken);
        return (await database.ReadAsync(session => RequireRevisionAsync(session, key, number), context.CancellationToken)).ToProto();
    }

    public override async Task<ListRevisionsResponse> ListRevisions(ListRevisionsRequest request, ServerCallContext context)
    {
        var key = ReadName("parent", request.Parent);
        var list = new ListRequest(context.Method, request.Parent, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await RevisionList.Method.ReadAsync(pageTokens, list, await VisibleRevisionsAsync(key, context.CancellationToken), context.CancellationToken);
        var page = await database.ReadSnapshotAsync(
            async session =>
            {
                await RequireReportAsync(session, key);
                return Page.Cut(await RevisionRepository.ListAsync(session, query), query.Size, row => row.ToProto().CalculateSize());
            },
            context.CancellationToken);
        return new ListRevisionsResponse
        {
            Revisions = { page.Rows.Select(row => row.ToProto()) },
            NextPageToken = await pageTokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    private static async Task<Revision> RequireRevisionAsync(DbSession session, DepartmentYear key, int number) =>
        await RevisionRepository.FindAsync(session, key, number)
        ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", $"{key.In(Collection)}/revisions/{number}"));

    private static (DepartmentYear Key, int Number) ReadRevisionName(string name)
    {
        var (key, revision) = SplitRevisionName(name);
        return int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? (key, number)
            : throw RevisionMalformed(name);
    }

    private static (DepartmentYear Key, string Revision) SplitRevisionName(string name)
    {
        const string separator = "/revisions/";
        var at = name.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? throw RevisionMalformed(name) : (ReadName("name", name[..at]), name[(at + separator.Length)..]);
    }

    private static ServiceException RevisionMalformed(string name) => new(new Violations().Add(
        "name", ErrorCatalogue.NameMalformed, ("value", name), ("pattern", "departments/{department}/reports/{year}/revisions/{n}")));

    private async Task<CheckedForm> GatherAndCheckAsync(DepartmentYear key, FormEtag seen, CancellationToken cancellationToken)
    {
        var report = await RequireReportAsync(key, cancellationToken);
        ReportMove.Submit.Require(report);
        var gate = roundGate.RequireOpenAsync(key.Year, cancellationToken);
        var composition = composer.ComposeAsync(report, cancellationToken);
        await Task.WhenAll(gate, composition);
        var (terms, form) = (await gate, await composition);
        // A form that is refused as late has no use for what its checks say.
        terms.IsLate(time.GetUtcNow());
        if (seen.Differences(form.Etag) is { Count: > 0 } changed)
        {
            throw Changed(report.Name, changed, form.Etag.ToString());
        }

        var findings = await RunChecksAsync(key, form, cancellationToken);
        ThrowIfBlocked(report, [.. findings.Where(finding => finding.Severity == Severity.Error)]);
        return new CheckedForm(report, terms, Snapshot.Write(form.Content), findings);
    }

    private static void ThrowIfBlocked(Report report, IReadOnlyList<Finding> blocking)
    {
        if (blocking.Count > 0)
        {
            throw new ServiceException(
                ErrorCatalogue.ChecksFailed,
                [.. blocking.Take(Violations.Most).Select(finding => new UnmetPrecondition(finding.Rule, finding.Field, finding.Message))],
                ("name", report.Name), ("count", blocking.Count.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task<SubmitReportResponse> SubmitAsync(DbSession session, CheckedForm form)
    {
        var hash = Snapshot.Sha256(form.Snapshot);
        var submitted = await MoveAsync(session, form.Report, ReportMove.Submit, string.Empty, report => ReportEvents.Submitted(report, hash));
        var revision = new Revision
        {
            Department = submitted.Department,
            Year = submitted.Year,
            Number = submitted.Revision,
            SubmitTime = submitted.UpdateTime,
            Late = form.Terms.IsLate(submitted.UpdateTime),
            SnapshotSha256 = hash,
            FormatVersion = Snapshot.FormatVersion,
            Findings = JsonSerializer.Serialize(form.Findings, FindingJson.Default.IReadOnlyListFinding),
        };
        await RevisionRepository.InsertAsync(session, revision, form.Snapshot);
        return new SubmitReportResponse { Report = ReportMapping.ToProto(submitted), Revision = revision.ToProto() };
    }
}
