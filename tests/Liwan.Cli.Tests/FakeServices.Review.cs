using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Liwan.Reports.V1;
using State = Liwan.Reports.V1.Report.Types.State;

namespace Liwan.Cli.Tests;

/// <summary>The moves of a form and what reviewers say of it.</summary>
public sealed partial class FakeServices
{
    private static readonly Timestamp Noon = Timestamp.FromDateTimeOffset(new DateTimeOffset(2022, 4, 1, 4, 0, 0, TimeSpan.Zero));

    /// <summary>The comments of all reports, in their order.</summary>
    public List<ReviewComment> Comments { get; } = [];

    private Report Move(string name, State to, string reason, params State[] from)
    {
        var report = Get(Reports, name).Clone();
        if (!from.Contains(report.State))
        {
            var error = new Google.Rpc.Status { Code = (int)Code.FailedPrecondition, Message = "for engineers" };
            error.Details.Add(Any.Pack(new ErrorInfo { Reason = "STATE_FORBIDS", Domain = "liwan.gov", Metadata = { ["state"] = $"{report.State}".ToUpperInvariant() } }));
            error.Details.Add(Any.Pack(new LocalizedMessage { Locale = "zh-CN", Message = "当前状态不能进行此操作。" }));
            throw error.ToRpcException();
        }

        (report.State, report.ReturnReason) = (to, to == State.Returned ? reason : "");
        return Reports[name] = report;
    }

    private static BatchReportOutcome Outcome(string name, Func<Report> move)
    {
        try
        {
            return new BatchReportOutcome { Name = name, Report = move() };
        }
        catch (RpcException e)
        {
            return new BatchReportOutcome { Name = name, Error = e.GetRpcStatus() };
        }
    }

    private sealed partial class ReportFake
    {
        public override Task<Report> RecallReport(RecallReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(all.Move(request.Name, State.Draft, request.Reason, State.Submitted));
        }

        public override Task<Report> PublishReport(PublishReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(all.Move(request.Name, State.Published, "", State.Accepted));
        }

        public override Task<Report> UnpublishReport(UnpublishReportRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(all.Move(request.Name, State.Accepted, request.Reason, State.Published));
        }

        public override Task<BatchReturnReportsResponse> BatchReturnReports(BatchReturnReportsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new BatchReturnReportsResponse
            {
                Outcomes = { request.Requests.Select(one => Outcome(one.Name, () => all.Move(one.Name, State.Returned, one.Reason, State.Submitted, State.Accepted))) },
            });
        }

        public override Task<BatchAcceptReportsResponse> BatchAcceptReports(BatchAcceptReportsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new BatchAcceptReportsResponse
            {
                Outcomes = { request.Requests.Select(one => Outcome(one.Name, () => all.Move(one.Name, State.Accepted, "", State.Submitted))) },
            });
        }

        public override Task<ListReportChangesResponse> ListReportChanges(ListReportChangesRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var start = new ReportChange { Name = $"{request.Parent}/changes/1", Action = "start", ToState = State.Draft, Caller = "li", CreateTime = Noon };
            var edit = new ReportChange
            {
                Name = $"{request.Parent}/changes/2",
                Action = "edit",
                FromState = State.Draft,
                ToState = State.Draft,
                Caller = "li",
                ChangedFields = { "report.problems" },
                CreateTime = Noon,
            };
            return Task.FromResult(request.PageToken.Length == 0
                ? new ListReportChangesResponse { Changes = { start }, NextPageToken = "more" }
                : new ListReportChangesResponse { Changes = { edit } });
        }

        public override Task<CompareRevisionsResponse> CompareRevisions(CompareRevisionsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            return Task.FromResult(new CompareRevisionsResponse
            {
                Older = $"{request.Name}/revisions/1",
                Newer = $"{request.Name}/revisions/{(request.NewerRevision == 0 ? "draft" : request.NewerRevision)}",
                Changes = { new FieldChange { Field = "report.problems", Label = "存在问题", Kind = FieldChange.Types.Kind.Changed, Before = "无", After = "预算执行偏慢" } },
            });
        }
    }

    private sealed class ReviewFake(FakeServices all) : ReviewService.ReviewServiceBase
    {
        public override Task<ReviewComment> CreateReviewComment(CreateReviewCommentRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var comment = request.ReviewComment.Clone();
            comment.Name = $"{request.Parent}/reviewComments/{all.Comments.Count + 1}";
            (comment.Author, comment.Revision, comment.FieldLabel, comment.CreateTime) = ("wang", 1, comment.Field.Length > 0 ? "存在问题" : "", Noon);
            all.Comments.Add(comment);
            return Task.FromResult(comment);
        }

        public override Task<ListReviewCommentsResponse> ListReviewComments(ListReviewCommentsRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var page = request.PageToken.Length == 0 ? all.Comments.Take(1) : all.Comments.Skip(1);
            return Task.FromResult(new ListReviewCommentsResponse { ReviewComments = { page }, NextPageToken = request.PageToken.Length == 0 && all.Comments.Count > 1 ? "more" : "" });
        }

        public override Task<ReviewComment> ResolveReviewComment(ResolveReviewCommentRequest request, ServerCallContext context)
        {
            all.Record(context, request);
            var comment = all.Comments.SingleOrDefault(one => one.Name == request.Name) ?? throw Error(Code.NotFound, "NOT_FOUND", $"{request.Name} 不存在。");
            (comment.ResolveTime, comment.Resolver) = (Noon, "wang");
            return Task.FromResult(comment);
        }
    }
}
