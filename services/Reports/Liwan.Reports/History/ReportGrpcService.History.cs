using Grpc.Core;
using Liwan.Reports.History;
using Liwan.Reports.V1;
using Liwan.Storage.Paging;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    public override async Task<ListReportChangesResponse> ListReportChanges(ListReportChangesRequest request, ServerCallContext context)
    {
        var key = ReadName("parent", request.Parent);
        var list = new ListRequest(context.Method, request.Parent, string.Empty, string.Empty, request.PageSize, request.PageToken);
        var query = await ReportHistory.Method.ReadAsync(pageTokens, list, ReportHistory.Scope(key), context.CancellationToken);
        var page = await database.ReadSnapshotAsync(
            async session =>
            {
                await RequireReportAsync(session, key);
                return Page.Cut(await ReportHistory.ListAsync(session, query), query.Size, change => change.ToProto().CalculateSize());
            },
            context.CancellationToken);
        return new ListReportChangesResponse
        {
            Changes = { page.Rows.Select(change => change.ToProto()) },
            NextPageToken = await pageTokens.NextAsync(query, page, context.CancellationToken),
        };
    }
}
