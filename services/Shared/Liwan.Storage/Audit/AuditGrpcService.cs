using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.ServiceDefaults.Errors;
using Liwan.Storage.Filtering;
using Liwan.Storage.Paging;
using V1 = Liwan.Audit.V1;

namespace Liwan.Storage.Audit;

/// <summary>The methods of <c>liwan.audit.v1.AuditService</c>.</summary>
internal sealed class AuditGrpcService(Database database, PageTokens tokens, TimeProvider time) : V1.AuditService.AuditServiceBase
{
    internal const int ExportBatch = 500;

    internal static readonly ListMethod<AuditEntry> Method = new(
        mostOnPage: 1000,
        departmentColumn: null,
        fields:
        [
            FilterField.Time("create_time", "create_time"),
            FilterField.Identifier("caller", "caller"),
            FilterField.Identifier("on_behalf_of", "on_behalf_of"),
            FilterField.Identifier("method", "method"),
            FilterField.Identifier("resource", "resource"),
            FilterField.Identifier("request_id", "request_id"),
            FilterField.Identifier("trace_id", "trace_id"),
            FilterField.Identifier("outcome", "outcome"),
        ],
        orders:
        [
            new(
                OrderColumn.Time<AuditEntry>("create_time", "create_time", entry => UnixMicroseconds.ToDateTimeOffset(entry.CreateTime)).Down(),
                OrderColumn.Text<AuditEntry>("name", "entry_id", entry => entry.EntryId).Down()),
        ]);

    public override async Task<V1.ListAuditEntriesResponse> ListAuditEntries(V1.ListAuditEntriesRequest request, ServerCallContext context)
    {
        var list = new ListRequest(context.Method, string.Empty, request.Filter, request.OrderBy, request.PageSize, request.PageToken);
        var query = await Method.ReadAsync(tokens, list, [], context.CancellationToken);
        var page = await database.ReadSnapshotAsync(session => AuditTable.ListAsync(session, query), context.CancellationToken);
        return new V1.ListAuditEntriesResponse
        {
            AuditEntries = { page.Rows.Select(AuditMapping.Write) },
            NextPageToken = await tokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    public override async Task<V1.AuditHead> GetAuditHead(V1.GetAuditHeadRequest request, ServerCallContext context) =>
        AuditMapping.Write(await database.ReadSnapshotAsync(AuditTable.FindChainAsync, context.CancellationToken));

    public override async Task ExportAuditEntries(
        V1.ExportAuditEntriesRequest request, IServerStreamWriter<V1.ExportAuditEntriesResponse> responseStream, ServerCallContext context)
    {
        var violations = new Violations();
        var startTime = RequestTime.Read(violations, "start_time", request.StartTime, long.MinValue);
        var endTime = RequestTime.Read(violations, "end_time", request.EndTime, long.MaxValue);
        if (request.StartAfter < 0)
        {
            violations.Add("start_after", ErrorCatalogue.ValueNotAccepted, ("value", $"{request.StartAfter}"), ("expected", "0 .."));
        }

        violations.ThrowIfAny();
        (long First, long Last)? range = (1, long.MaxValue);
        if (request.StartTime is not null || request.EndTime is not null)
        {
            range = await database.ReadAsync(session => AuditTable.FindRangeAsync(session, startTime, endTime), context.CancellationToken);
        }

        if (range is { } numbers)
        {
            await WriteSealsAsync(responseStream, Math.Max(numbers.First - 1, request.StartAfter), numbers.Last, context.CancellationToken);
        }

        await WriteUnsealedAsync(responseStream, startTime, endTime, context.CancellationToken);
    }

    // A page at a time, each in a transaction of its own: a slow reader holds up nobody.
    private async Task WriteSealsAsync(IServerStreamWriter<V1.ExportAuditEntriesResponse> answers, long after, long last, CancellationToken cancellationToken)
    {
        IReadOnlyList<SealedEntry> page;
        do
        {
            page = await database.ReadSnapshotAsync(session => AuditTable.ReadAsync(session, after, last, ExportBatch), cancellationToken);
            if (page.Count > 0)
            {
                after = page[^1].Seal.SealNumber;
                await answers.WriteAsync(
                    new V1.ExportAuditEntriesResponse { Seals = { page.Select(AuditMapping.Write) }, ResponseTime = Now() }, cancellationToken);
            }
        }
        while (page.Count == ExportBatch);
    }

    private async Task WriteUnsealedAsync(
        IServerStreamWriter<V1.ExportAuditEntriesResponse> answers, long startTime, long endTime, CancellationToken cancellationToken)
    {
        var after = string.Empty;
        IReadOnlyList<AuditEntry> page;
        do
        {
            page = await database.ReadSnapshotAsync(
                session => AuditTable.ReadUnsealedAsync(session, startTime, endTime, after, ExportBatch), cancellationToken);
            if (page.Count > 0)
            {
                after = page[^1].EntryId;
                await answers.WriteAsync(
                    new V1.ExportAuditEntriesResponse { UnsealedEntries = { page.Select(AuditMapping.Write) }, ResponseTime = Now() }, cancellationToken);
            }
        }
        while (page.Count == ExportBatch);
    }

    private Timestamp Now() => Timestamp.FromDateTimeOffset(time.GetUtcNow());
}
