using System.Globalization;
using Grpc.Core;
using Liwan.Documents.Forms;
using Liwan.FormChanges;
using Liwan.Reports.Comparison;
using Liwan.Reports.Drafts;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage;
using Liwan.Storage.Ledger;
using Liwan.Storage.Paging;
using Report = Liwan.Reports.Drafts.Report;

namespace Liwan.Reports.Review;

/// <summary>The methods of <c>liwan.reports.v1.ReviewService</c>.</summary>
internal sealed class ReviewGrpcService(Database database, RequestLedger ledger, PageTokens pageTokens, TimeProvider time) : ReviewService.ReviewServiceBase
{
    private const string Collection = "reports";
    private const int TextLimit = 2000;
    private const int FieldLimit = 200;

    public override Task<V1.ReviewComment> CreateReviewComment(CreateReviewCommentRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "parent", request.Parent, Collection);
        var given = request.ReviewComment ?? new V1.ReviewComment();
        var text = FormText.Read(violations, "review_comment.text", given.Text, TextLimit, required: true);
        var field = FormText.Read(violations, "review_comment.field", given.Field, FieldLimit);
        violations.ThrowIfAny();
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            async session =>
            {
                var report = await ReportRepository.HoldAsync(session, key) ?? throw NotFound(key.In(Collection));
                ReportMove.RequireReviewable(report);
                var (label, value) = await RequireFieldAsync(session, report, field);
                var added = await ReviewCommentRepository.AddAsync(session, new ReviewComment
                {
                    Department = key.Department,
                    Year = key.Year,
                    Field = field,
                    FieldLabel = label,
                    FieldValue = value,
                    Text = text,
                    Revision = report.Revision,
                    Author = Caller,
                    CreateTime = time.Present(),
                });
                return added.ToProto();
            },
            context.CancellationToken);
    }

    public override async Task<ListReviewCommentsResponse> ListReviewComments(ListReviewCommentsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "parent", request.Parent, Collection);
        violations.ThrowIfAny();
        var list = new ListRequest(context.Method, request.Parent, string.Empty, string.Empty, request.PageSize, request.PageToken);
        var query = await ReviewCommentRepository.Method.ReadAsync(pageTokens, list, ReviewCommentRepository.Scope(key), context.CancellationToken);
        var page = await database.ReadSnapshotAsync(
            async session =>
            {
                _ = await ReportRepository.FindAsync(session, key) ?? throw NotFound(key.In(Collection));
                return Page.Cut(await ReviewCommentRepository.ListAsync(session, query), query.Size, comment => comment.ToProto().CalculateSize());
            },
            context.CancellationToken);
        return new ListReviewCommentsResponse
        {
            ReviewComments = { page.Rows.Select(comment => comment.ToProto()) },
            NextPageToken = await pageTokens.NextAsync(query, page, context.CancellationToken),
        };
    }

    public override Task<V1.ReviewComment> ResolveReviewComment(ResolveReviewCommentRequest request, ServerCallContext context)
    {
        var (key, number) = ReadName(request.Name);
        return ledger.ExecuteAsync(
            LedgerCall.Of(context, request, request.RequestId),
            async session =>
            {
                await ReviewCommentRepository.ResolveAsync(session, key, number, Caller, time.Present());
                return (await ReviewCommentRepository.FindAsync(session, key, number) ?? throw NotFound(request.Name)).ToProto();
            },
            context.CancellationToken);
    }

    private static string Caller => CurrentCall.Value?.Caller.Subject ?? string.Empty;

    private static ServiceException NotFound(string name) => new(ErrorCatalogue.NotFound, ("name", name));

    private static (DepartmentYear Report, int Number) ReadName(string name)
    {
        const string separator = "/reviewComments/";
        var violations = new Violations();
        var at = name.IndexOf(separator, StringComparison.Ordinal);
        var key = at < 0 ? default : ResourceNames.DepartmentYear(violations, "name", name[..at], Collection);
        var number = 0;
        if (at < 0 || !int.TryParse(name.AsSpan(at + separator.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number) || number == 0)
        {
            ResourceNames.Malformed(violations, "name", name, "departments/{department}/reports/{year}/reviewComments/{n}");
        }

        violations.ThrowIfAny();
        return (key, number);
    }

    /// <summary>What the last revision calls a field, and what it holds there.</summary>
    private static async Task<(string Label, string Value)> RequireFieldAsync(DbSession session, Report report, string field)
    {
        if (field.Length == 0)
        {
            return (string.Empty, string.Empty);
        }

        var stored = await RevisionRepository.FindSnapshotAsync(session, report.Key, report.Revision)
            ?? throw new InvalidDataException($"{report.Name} has no revision {report.Revision}.");
        FormContent content = Snapshot.Read(stored.Snapshot, stored.FormatVersion);
        var found = FormFields.Find(FormFields.Of(content), field) ?? throw new ServiceException(new Violations().Add(
            "review_comment.field",
            ErrorCatalogue.ValueNotAccepted,
            ("value", field),
            ("expected", "a field that the last revision has, such as report.problems or task_plan.tasks[0].expected")));
        return (found.Label, FormDifference.Shorten(found.Value));
    }
}
