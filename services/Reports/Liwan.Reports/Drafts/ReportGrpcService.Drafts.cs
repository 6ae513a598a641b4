using Grpc.Core;
using Liwan.Reports.Drafts;
using Liwan.Reports.History;
using Liwan.Reports.Moves;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Clients;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;
using Report = Liwan.Reports.Drafts.Report;
using ReportChange = Liwan.Reports.History.ReportChange;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    public override async Task<V1.Report> GetReport(GetReportRequest request, ServerCallContext context)
    {
        var report = await RequireReportAsync(ReadName("name", request.Name), context.CancellationToken);
        var form = await composer.ComposeAsync(report, context.CancellationToken);
        var answer = ReportMapping.ToProto(report);
        answer.Etag = form.Etag.ToString();
        answer.ChangedFields.AddRange(await ChangedFieldsAsync(report, form.Content, context.CancellationToken));
        return answer;
    }

    public override async Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var department = ResourceNames.DepartmentOrAll(violations, "parent", request.Parent);
        violations.ThrowIfAny();
        var list = new ListRequest(context.Method, request.Parent, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await ReportList.Method.ReadAsync(pageTokens, list, DepartmentYearLists.Scope(department), context.CancellationToken);
        var rows = await database.ReadSnapshotAsync(session => ReportRepository.ListAsync(session, query), context.CancellationToken);

        var page = Page.Cut(rows, query.Size, report => ReportMapping.ToProto(report).CalculateSize());
        return new ListReportsResponse
        {
            Reports = { page.Rows.Select(ReportMapping.ToProto) },
            NextPageToken = await pageTokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    public override Task<V1.Report> CreateReport(CreateReportRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var department = ResourceNames.Department(violations, "parent", request.Parent);
        var key = new DepartmentYear(department, ResourceNames.Year(violations, "report_id", request.ReportId));
        var given = request.Report ?? new V1.Report();
        var now = time.Present();
        // The department's name comes later: it costs a call that a bad request is not worth.
        ReportMapping.Start(violations, given, key, string.Empty, now);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            () => departments.RequireAsync("parent", key.DepartmentName, context.CancellationToken),
            async (session, register) =>
            {
                var name = register.OfficialNameOn(new DateOnly(key.Year, 12, 31));
                var report = ReportMapping.Start(new Violations(), given, key, name, now);
                await InsertAsync(session, report);
                await ReportHistory.AddAsync(session, ReportChange.Of(report, "start", null, now));
                await outbox.AddAsync(session, ReportEvents.Started(report));
                return ReportMapping.ToProto(report);
            },
            context.CancellationToken);
    }

    public override Task<V1.Report> UpdateReport(UpdateReportRequest request, ServerCallContext context)
    {
        var given = request.Report ?? new V1.Report();
        var key = ReadName("report.name", given.Name);
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            async session =>
            {
                var current = await RequireReportAsync(session, key);
                RequireUnchanged(current, given.Etag);
                ReportMove.RequireEditable(current);
                var violations = new Violations();
                var edited = ReportMapping.Edit(violations, UpdateMasks.Apply(request.UpdateMask, given, ReportMapping.ToProto(current)), current, time.PresentAfter(current.UpdateTime));
                violations.ThrowIfAny();
                var stored = await ReplaceAsync(session, edited, current.Etag, events: 0);
                var changed = string.Join(',', ReportMapping.ChangedTexts(current, stored));
                await ReportHistory.AddAsync(session, ReportChange.Of(stored, "edit", current.State, stored.UpdateTime) with { ChangedFields = changed });
                return ReportMapping.ToProto(stored);
            },
            context.CancellationToken);
    }

    private static async Task InsertAsync(DbSession session, Report report)
    {
        try
        {
            await ReportRepository.InsertAsync(session, report);
        }
        catch (Exception e) when (session.Dialect.IsUniqueViolation(e))
        {
            throw new ServiceException(ErrorCatalogue.AlreadyExists, ("name", report.Name));
        }
    }
}
