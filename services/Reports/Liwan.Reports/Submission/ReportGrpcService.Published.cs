using Liwan.Messaging;
using Liwan.Reports.Drafts;
using Liwan.Reports.Submission;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Liwan.Storage.Paging;

namespace Liwan.Reports;

/// <summary>What the public sees: of a published form its last revision, and nothing else.</summary>
internal sealed partial class ReportGrpcService
{
    /// <exception cref="ServiceException">TOKEN_MISSING or PERMISSION_DENIED: the caller may see published content only, and this is none.</exception>
    private async Task RequireVisibleAsync(DepartmentYear key, int number, CancellationToken cancellationToken)
    {
        if (CurrentCall.Value is { PublishedOnly: true } call && number != await FindPublishedAsync(key, cancellationToken))
        {
            throw call.RefuseUnpublished();
        }
    }

    /// <exception cref="ServiceException">TOKEN_MISSING or PERMISSION_DENIED: the caller may see published content only, and the form is not.</exception>
    private async Task RequireVisibleFormAsync(DepartmentYear key, CancellationToken cancellationToken)
    {
        if (CurrentCall.Value is { PublishedOnly: true } call && await FindPublishedAsync(key, cancellationToken) is null)
        {
            throw call.RefuseUnpublished();
        }
    }

    private async Task<IReadOnlyList<ListScope>> VisibleRevisionsAsync(DepartmentYear key, CancellationToken cancellationToken)
    {
        var all = RevisionList.Scope(key);
        return CurrentCall.Value is { PublishedOnly: true } call
            ? [.. all, RevisionList.Number(await FindPublishedAsync(key, cancellationToken) ?? throw call.RefuseUnpublished())]
            : all;
    }

    private async Task<int?> FindPublishedAsync(DepartmentYear key, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => ReportRepository.FindAsync(session, key), cancellationToken) is { State: ReportState.Published } report
            ? report.Revision
            : null;
}
