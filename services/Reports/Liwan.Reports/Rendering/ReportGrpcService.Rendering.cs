using System.Globalization;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Documents.Fonts;
using Liwan.Reports.Archive;
using Liwan.Reports.Rendering;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Appendix = Liwan.Reports.V1.RenderReportRequest.Types.Appendix;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private const string DraftRevision = "draft";

    public override async Task<HttpBody> RenderReport(RenderReportRequest request, ServerCallContext context)
    {
        ReadOptions(request);
        var (key, number) = await ReadRenderedNameAsync(request.Name, context.CancellationToken);
        await RequireVisibleAsync(key, number, context.CancellationToken);
        if (request.Appendices.Count > 0 && CurrentCall.Value is { PublishedOnly: true } call)
        {
            throw call.RefuseUnpublished();
        }

        try
        {
            var bytes = number == 0
                ? await RenderDraftAsync(key, request, context.CancellationToken)
                : await RenderRevisionAsync(key, number, request, context.CancellationToken);
            return new HttpBody { ContentType = DocumentRenderer.ContentType(request.Format), Data = UnsafeByteOperations.UnsafeWrap(bytes) };
        }
        catch (FontUnavailableException e)
        {
            throw FormFonts.ToServiceException(e);
        }
    }

    private static void ReadOptions(RenderReportRequest request)
    {
        var violations = new Violations();
        RequireFormat(violations, request.Format);
        for (var i = 0; i < request.Appendices.Count; i++)
        {
            var appendix = request.Appendices[i];
            if (appendix == Appendix.Unspecified || !System.Enum.IsDefined(appendix) || request.Appendices.IndexOf(appendix) < i || request.Format == Format.Json)
            {
                violations.Add(
                    $"appendices[{i}]",
                    ErrorCatalogue.ValueNotAccepted,
                    ("value", ((int)appendix).ToString(CultureInfo.InvariantCulture)),
                    ("expected", request.Format == Format.Json ? "none with format JSON" : "REVIEW_COMMENTS, FINDINGS, SCORES, each once"));
            }
        }

        violations.ThrowIfAny();
    }

    private static void RequireFormat(Violations violations, Format format)
    {
        if (!System.Enum.IsDefined(format))
        {
            violations.Add("format", ErrorCatalogue.ValueNotAccepted, ("value", ((int)format).ToString(CultureInfo.InvariantCulture)), ("expected", "PDF, HTML, JSON, DOCX, XLSX"));
        }
    }

    /// <summary>The form and the number of its revision; 0 stands for the draft.</summary>
    private async Task<(DepartmentYear Key, int Number)> ReadRenderedNameAsync(string name, CancellationToken cancellationToken)
    {
        if (!name.Contains("/revisions/", StringComparison.Ordinal))
        {
            var key = ReadName("name", name);
            await RequireVisibleFormAsync(key, cancellationToken);
            return (key, (await RequireReportAsync(key, cancellationToken)).Revision);
        }

        var (draftOf, revision) = SplitRevisionName(name);
        return revision == DraftRevision ? (draftOf, 0) : ReadRevisionName(name);
    }

    private async Task<byte[]> RenderDraftAsync(DepartmentYear key, RenderReportRequest request, CancellationToken cancellationToken)
    {
        var report = await RequireReportAsync(key, cancellationToken);
        var draft = await composer.ComposeAsync(report, cancellationToken);
        if (request.Format == Format.Json)
        {
            return Snapshot.Write(draft.Content);
        }

        var behind = await appendices.OfDraftAsync(
            report, draft.Content, request.Appendices, () => RunChecksAsync(key, draft, cancellationToken), cancellationToken);
        return renderer.Render(PrintedForm.OfDraft(draft.Content, behind), request.Format);
    }

    private async Task<byte[]> RenderRevisionAsync(DepartmentYear key, int number, RenderReportRequest request, CancellationToken cancellationToken)
    {
        if (request is { Format: Format.Pdf or Format.Unspecified, Appendices.Count: 0 }
            && await database.ReadAsync(session => ArchiveRepository.FindDocumentAsync(session, key, number), cancellationToken) is { } archived)
        {
            return archived;
        }

        var stored = await database.ReadAsync(session => RevisionRepository.FindSnapshotAsync(session, key, number), cancellationToken)
            ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", $"{key.In(Collection)}/revisions/{number}"));
        if (request.Appendices.Count == 0)
        {
            return renderer.Render(stored, request.Format);
        }

        var form = PrintedForm.Of(stored);
        var report = await RequireReportAsync(key, cancellationToken);
        var behind = await appendices.OfRevisionAsync(report, number, form.Content, request.Appendices, cancellationToken);
        return renderer.Render(form with { Appendices = behind }, request.Format);
    }
}
