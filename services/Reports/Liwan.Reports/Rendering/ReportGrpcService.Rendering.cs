using System.Globalization;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Documents.Fonts;
using Liwan.Reports.Archive;
using Liwan.Reports.Rendering;
using Liwan.Reports.Submission;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private const string DraftRevision = "draft";

    public override async Task<HttpBody> RenderReport(RenderReportRequest request, ServerCallContext context)
    {
        if (!System.Enum.IsDefined(request.Format))
        {
            throw new ServiceException(new Violations().Add(
                "format", ErrorCatalogue.ValueNotAccepted, ("value", ((int)request.Format).ToString(CultureInfo.InvariantCulture)), ("expected", "PDF, HTML, JSON, DOCX, XLSX")));
        }

        var (key, number) = await ReadRenderedNameAsync(request.Name, context.CancellationToken);
        await RequireVisibleAsync(key, number, context.CancellationToken);
        try
        {
            var bytes = number == 0
                ? await RenderDraftAsync(key, request.Format, context.CancellationToken)
                : await RenderRevisionAsync(key, number, request.Format, context.CancellationToken);
            return new HttpBody { ContentType = ContentType(request.Format), Data = UnsafeByteOperations.UnsafeWrap(bytes) };
        }
        catch (FontUnavailableException e)
        {
            throw FormFonts.ToServiceException(e);
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

    private async Task<byte[]> RenderDraftAsync(DepartmentYear key, Format format, CancellationToken cancellationToken)
    {
        var report = await RequireReportAsync(key, cancellationToken);
        var draft = (await composer.ComposeAsync(report, cancellationToken)).Content;
        return format switch
        {
            Format.Html => DocumentRenderer.Html(draft),
            Format.Docx => DocumentRenderer.Docx(draft),
            Format.Xlsx => DocumentRenderer.Xlsx(draft),
            Format.Json => Snapshot.Write(draft),
            _ => renderer.Pdf(draft).Bytes,
        };
    }

    private async Task<byte[]> RenderRevisionAsync(DepartmentYear key, int number, Format format, CancellationToken cancellationToken)
    {
        if (format is Format.Pdf or Format.Unspecified
            && await database.ReadAsync(session => ArchiveRepository.FindDocumentAsync(session, key, number), cancellationToken) is { } archived)
        {
            return archived;
        }

        var stored = await database.ReadAsync(session => RevisionRepository.FindSnapshotAsync(session, key, number), cancellationToken)
            ?? throw new ServiceException(ErrorCatalogue.NotFound, ("name", $"{key.In(Collection)}/revisions/{number}"));
        return format switch
        {
            Format.Html => DocumentRenderer.Html(stored),
            Format.Docx => DocumentRenderer.Docx(stored),
            Format.Xlsx => DocumentRenderer.Xlsx(stored),
            Format.Json => stored.Snapshot,
            _ => renderer.Pdf(stored).Bytes,
        };
    }

    private static string ContentType(Format format) => format switch
    {
        Format.Html => "text/html; charset=utf-8",
        Format.Json => "application/json",
        Format.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/pdf",
    };
}
