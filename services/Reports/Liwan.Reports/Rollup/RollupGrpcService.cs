using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Documents.Fonts;
using Liwan.Documents.Rollup;
using Liwan.Reports.Rendering;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Format = Liwan.Reports.V1.RenderRoundSummaryRequest.Types.Format;

namespace Liwan.Reports.Rollup;

/// <summary>The methods of <c>liwan.reports.v1.RollupService</c>.</summary>
internal sealed class RollupGrpcService(RoundSummarizer summarizer, FormFonts fonts) : RollupService.RollupServiceBase
{
    private const string NamePattern = "rounds/{year}";

    public override async Task<RoundSummary> SummarizeRound(SummarizeRoundRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var year = ReadYear(violations, request.Name);
        violations.ThrowIfAny();
        return RoundSummaryMapping.Write(await summarizer.SummarizeAsync(year, context.CancellationToken));
    }

    public override async Task<HttpBody> RenderRoundSummary(RenderRoundSummaryRequest request, ServerCallContext context)
    {
        var violations = new Violations();
        var year = ReadYear(violations, request.Name);
        if (!System.Enum.IsDefined(request.Format))
        {
            violations.Add("format", ErrorCatalogue.ValueNotAccepted, ("value", $"{(int)request.Format}"), ("expected", "PDF or XLSX"));
        }

        violations.ThrowIfAny();
        if (request.Format == Format.Xlsx)
        {
            var workbook = XlsxRoundSummaryWriter.Write(await summarizer.SummarizeAsync(year, context.CancellationToken));
            return Body("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook);
        }

        // Before the figures are gathered: without a font they are of no use.
        var writer = new PdfRoundSummaryWriter(RequireFonts());
        return Body("application/pdf", writer.Write(await summarizer.SummarizeAsync(year, context.CancellationToken)));
    }

    private FontSet RequireFonts()
    {
        try
        {
            return fonts.Fonts;
        }
        catch (FontUnavailableException e)
        {
            throw FormFonts.ToServiceException(e);
        }
    }

    private static HttpBody Body(string contentType, byte[] document) => new() { ContentType = contentType, Data = UnsafeByteOperations.UnsafeWrap(document) };

    private static int ReadYear(Violations violations, string name)
    {
        if (name.Split('/') is ["rounds", var year])
        {
            return ResourceNames.Year(violations, "name", year);
        }

        ResourceNames.Malformed(violations, "name", name, NamePattern);
        return 0;
    }
}
