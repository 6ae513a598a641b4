using System.Globalization;
using Grpc.Core;
using Liwan.Documents.Forms;
using Liwan.Reports.Comparison;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Report = Liwan.Reports.Drafts.Report;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private const int MostChanges = 1000;
    private const int MostChangeBytes = 3_000_000;

    public override async Task<CompareRevisionsResponse> CompareRevisions(CompareRevisionsRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var key = ResourceNames.DepartmentYear(violations, "name", request.Name, Collection);
        RequireNumber(violations, "older_revision", request.OlderRevision);
        RequireNumber(violations, "newer_revision", request.NewerRevision);
        violations.ThrowIfAny();

        var report = await RequireReportAsync(key, context.CancellationToken);
        var drafted = request.NewerRevision == 0;
        var older = request.OlderRevision > 0 ? request.OlderRevision : (drafted ? report.Revision : request.NewerRevision - 1);
        var before = await RequireContentAsync(key, older, context.CancellationToken);
        var after = drafted
            ? (await composer.ComposeAsync(report, context.CancellationToken)).Content
            : await RequireContentAsync(key, request.NewerRevision, context.CancellationToken);

        var answer = new CompareRevisionsResponse
        {
            Older = RevisionName(key, older.ToString(CultureInfo.InvariantCulture)),
            Newer = RevisionName(key, drafted ? "draft" : request.NewerRevision.ToString(CultureInfo.InvariantCulture)),
        };
        var bytes = 0;
        foreach (var change in FormComparison.Compare(before, after).Select(difference => difference.ToProto()))
        {
            bytes += change.CalculateSize();
            if (answer.Changes.Count == MostChanges || bytes > MostChangeBytes)
            {
                answer.Truncated = true;
                break;
            }

            answer.Changes.Add(change);
        }

        return answer;
    }

    private static void RequireNumber(Violations violations, string field, int number)
    {
        if (number < 0)
        {
            violations.Add(field, ErrorCatalogue.ValueNotAccepted, ("value", number.ToString(CultureInfo.InvariantCulture)), ("expected", "0 or the number of a revision"));
        }
    }

    private static string RevisionName(DepartmentYear key, string revision) => $"{key.In(Collection)}/revisions/{revision}";

    private async Task<FormContent> RequireContentAsync(DepartmentYear key, int number, CancellationToken cancellationToken)
    {
        var stored = await database.ReadAsync(session => RevisionRepository.FindSnapshotAsync(session, key, number), cancellationToken)
            ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", RevisionName(key, number.ToString(CultureInfo.InvariantCulture))));
        return Snapshot.Read(stored.Snapshot, stored.FormatVersion);
    }

    /// <summary>Where a form as it stands differs from what was submitted last; nothing before the first submission.</summary>
    private async Task<IReadOnlyList<string>> ChangedFieldsAsync(Report report, FormContent draft, CancellationToken cancellationToken) => report.Revision == 0
        ? []
        : [.. FormComparison.Compare(await RequireContentAsync(report.Key, report.Revision, cancellationToken), draft).Take(MostChanges).Select(difference => difference.Field)];
}
