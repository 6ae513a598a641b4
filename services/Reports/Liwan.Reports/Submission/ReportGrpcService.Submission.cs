using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Liwan.Messaging;
using Liwan.Reports.Checks;
using Liwan.Reports.Composition;
using Liwan.Reports.Drafts;
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
    private const int ReasonLimit = 2000;

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

    public override Task<V1.Report> ReturnReport(ReturnReportRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, Collection);
        var reason = FormText.Read(violations, "reason", request.Reason, ReasonLimit, required: true);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            async session =>
            {
                var current = await RequireReportAsync(session, key);
                RequireUnchanged(current, request.Etag);
                ReportMove.Return.Require(current);
                var moved = ReportMapping.WithEtag(current with { State = ReportMove.Return.To, ReturnReason = reason, UpdateTime = time.PresentAfter(current.UpdateTime) });
                var returned = await ReplaceAsync(session, moved, current.Etag, events: 1);
                await outbox.AddAsync(session, new ReportReturned
                {
                    MessageId = Guid.NewGuid(),
                    Report = returned.Name,
                    Sequence = returned.Sequence,
                    State = returned.State,
                    Revision = returned.Revision,
                    EventTime = returned.UpdateTime,
                    Reason = reason,
                });
                return ReportMapping.ToProto(returned);
            },
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

        var findings = await RunChecksAsync(key, form.Content, cancellationToken);
        var errors = findings.Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
        {
            throw new ServiceException(
                ErrorCatalogue.ChecksFailed,
                [.. errors.Take(Violations.Most).Select(finding => new UnmetPrecondition(finding.Rule, finding.Field, finding.Message))],
                ("name", report.Name), ("count", errors.Count.ToString(CultureInfo.InvariantCulture)));
        }

        return new CheckedForm(report, terms, Snapshot.Write(form.Content), findings);
    }

    private async Task<SubmitReportResponse> SubmitAsync(DbSession session, CheckedForm form)
    {
        var now = time.PresentAfter(form.Report.UpdateTime);
        var moved = ReportMapping.WithEtag(form.Report with
        {
            State = ReportMove.Submit.To,
            Revision = form.Report.Revision + 1,
            SubmitTime = now,
            ReturnReason = string.Empty,
            UpdateTime = now,
        });
        var submitted = await ReplaceAsync(session, moved, form.Report.Etag, events: 1);
        var revision = new Revision
        {
            Department = submitted.Department,
            Year = submitted.Year,
            Number = submitted.Revision,
            SubmitTime = now,
            Late = form.Terms.IsLate(now),
            SnapshotSha256 = Snapshot.Sha256(form.Snapshot),
            FormatVersion = Snapshot.FormatVersion,
            Findings = JsonSerializer.Serialize(form.Findings, FindingJson.Default.IReadOnlyListFinding),
        };
        await RevisionRepository.InsertAsync(session, revision, form.Snapshot);
        await outbox.AddAsync(session, new ReportSubmitted
        {
            MessageId = Guid.NewGuid(),
            Report = submitted.Name,
            Sequence = submitted.Sequence,
            State = submitted.State,
            Revision = submitted.Revision,
            EventTime = now,
            SnapshotSha256 = revision.SnapshotSha256,
        });
        return new SubmitReportResponse { Report = ReportMapping.ToProto(submitted), Revision = revision.ToProto() };
    }
}
