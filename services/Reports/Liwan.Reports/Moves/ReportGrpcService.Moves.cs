using Google.Protobuf;
using Grpc.Core;
using Liwan.Messaging;
using Liwan.Reports.Drafts;
using Liwan.Reports.History;
using Liwan.Reports.Moves;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Report = Liwan.Reports.Drafts.Report;
using ReportChange = Liwan.Reports.History.ReportChange;
using Revision = Liwan.Reports.Submission.Revision;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private const int ReasonLimit = 2000;

    public override Task<V1.Report> RecallReport(RecallReportRequest request, ServerCallContext context)
    {
        var (key, reason) = ReadNameAndReason(request.Name, request.Reason);
        return MoveAsync(LedgerCall.Of(context, request, request.RequestId), key, request.Etag, ReportMove.Recall, reason, report => ReportEvents.Recalled(report, reason), context);
    }

    public override Task<V1.Report> ReturnReport(ReturnReportRequest request, ServerCallContext context)
    {
        var (key, reason) = ReadNameAndReason(request.Name, request.Reason);
        return MoveAsync(LedgerCall.Of(context, request, request.RequestId), key, request.Etag, ReportMove.Return, reason, report => ReportEvents.Returned(report, reason), context);
    }

    public override Task<V1.Report> AcceptReport(AcceptReportRequest request, ServerCallContext context) =>
        MoveAsync(LedgerCall.Of(context, request, request.RequestId), ReadName("name", request.Name), request.Etag, ReportMove.Accept, string.Empty, ReportEvents.Accepted, context);

    public override Task<V1.Report> UnpublishReport(UnpublishReportRequest request, ServerCallContext context)
    {
        var (key, reason) = ReadNameAndReason(request.Name, request.Reason);
        return MoveAsync(LedgerCall.Of(context, request, request.RequestId), key, request.Etag, ReportMove.Unpublish, reason, report => ReportEvents.Unpublished(report, reason), context);
    }

    public override Task<V1.Report> PublishReport(PublishReportRequest request, ServerCallContext context)
    {
        var key = ReadName("name", request.Name);
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            () => RequirePublishableAsync(key, request.Etag, context.CancellationToken),
            async (session, archived) =>
            {
                var current = await RequireReportAsync(session, key);
                RequireUnchanged(current, request.Etag);
                if (current.Revision != archived.Number)
                {
                    throw Changed(current.Name, ["report"], current.Etag);
                }

                return ReportMapping.ToProto(await MoveAsync(session, current, ReportMove.Publish, string.Empty, report => ReportEvents.Published(report, archived.DocumentSha256!)));
            },
            context.CancellationToken);
    }

    private static (DepartmentYear Key, string Reason) ReadNameAndReason(string name, string reason)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", name, Collection);
        var read = FormText.Read(violations, "reason", reason, ReasonLimit, required: true);
        violations.ThrowIfAny();
        return (key, read);
    }

    private Task<V1.Report> MoveAsync<TRequest>(
        LedgerCall<TRequest> call, DepartmentYear key, string etag, ReportMove move, string reason, Func<Report, ReportEvent> tell, ServerCallContext context)
        where TRequest : IMessage<TRequest> =>
        ledger.ExecuteAsync(
            call,
            async session =>
            {
                var current = await RequireReportAsync(session, key);
                RequireUnchanged(current, etag);
                return ReportMapping.ToProto(await MoveAsync(session, current, move, reason, tell));
            },
            context.CancellationToken);

    /// <summary>Moves a report, with its entry in the history and its event, in one transaction.</summary>
    private async Task<Report> MoveAsync(DbSession session, Report current, ReportMove move, string reason, Func<Report, ReportEvent> tell)
    {
        move.Require(current);
        var moved = move.Apply(current, reason, time.PresentAfter(current.UpdateTime));
        var stored = await ReplaceAsync(session, moved, current.Etag, events: 1);
        await ReportHistory.AddAsync(session, ReportChange.Of(stored, move.Name, current.State, stored.UpdateTime) with { Reason = reason });
        await outbox.AddAsync(session, tell(stored));
        return stored;
    }

    /// <summary>Returns the last revision of a form that may be published.</summary>
    /// <exception cref="ServiceException">STATE_FORBIDS, NOT_ARCHIVED, or CHECKS_FAILED: it holds what must not become public.</exception>
    private async Task<Revision> RequirePublishableAsync(DepartmentYear key, string etag, CancellationToken cancellationToken)
    {
        var (report, revision, stored) = await database.ReadSnapshotAsync(
            async session =>
            {
                var found = await RequireReportAsync(session, key);
                RequireUnchanged(found, etag);
                ReportMove.Publish.Require(found);
                return (found, await RequireRevisionAsync(session, key, found.Revision), await RevisionRepository.FindSnapshotAsync(session, key, found.Revision));
            },
            cancellationToken);
        if (revision.ArchiveTime is null)
        {
            var reason = revision.DelayReason is { Length: > 0 } delay ? delay : "归档尚在进行";
            throw new ServiceException(
                ErrorCatalogue.NotArchived,
                [new UnmetPrecondition("NOT_ARCHIVED", revision.Name, $"最后一版尚未归档（{reason}），请稍后再公开。")],
                ("name", revision.Name), ("reason", reason));
        }

        ThrowIfBlocked(report, checks.RunForPublication(Snapshot.Read(stored!.Snapshot, stored.FormatVersion)));
        return revision;
    }
}
