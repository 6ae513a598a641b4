using System.Globalization;
using Google.Api;
using Grpc.Core;
using Liwan.Documents.Fonts;
using Liwan.Messaging;
using Liwan.Reports.Rendering;
using Liwan.Reports.RoundDocuments;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;
using Packaging = Liwan.Reports.V1.RenderRoundRequest.Types.Packaging;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private static readonly ReportState[] FiledStates = [ReportState.Submitted, ReportState.Accepted, ReportState.Published];

    public override async Task RenderRound(RenderRoundRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var (year, states) = ReadRound(request);
        var isBook = request.Packaging == Packaging.Book;
        var forms = RoundForms.ReadAsync(database, year, states, withDocuments: !isBook && request.Format is Format.Pdf or Format.Unspecified, context.CancellationToken);

        await FileAnswer.SendAsync(
            isBook ? "application/pdf" : "application/zip",
            async file =>
            {
                try
                {
                    await (isBook
                        ? RoundBook.WriteAsync(file, forms, year, fonts, context.CancellationToken)
                        : RoundZip.WriteAsync(file.AsStream(leaveOpen: true), forms, request.Format, renderer, context.CancellationToken));
                }
                catch (FontUnavailableException e)
                {
                    throw FormFonts.ToServiceException(e);
                }
            },
            responseStream,
            context);
    }

    private static (int Year, IReadOnlyCollection<ReportState> States) ReadRound(RenderRoundRequest request)
    {
        var violations = new Violations();
        var year = 0;
        if (request.Name.Split('/') is ["rounds", var segment])
        {
            year = ResourceNames.Year(violations, "name", segment);
        }
        else
        {
            ResourceNames.Malformed(violations, "name", request.Name, "rounds/{year}");
        }

        RequireFormat(violations, request.Format);
        if (!System.Enum.IsDefined(request.Packaging))
        {
            violations.Add("packaging", ErrorCatalogue.ValueNotAccepted, ("value", ((int)request.Packaging).ToString(CultureInfo.InvariantCulture)), ("expected", "ZIP, BOOK"));
        }

        if (request is { Packaging: Packaging.Book, Format: not (Format.Unspecified or Format.Pdf) })
        {
            violations.Add("format", ErrorCatalogue.ValueNotAccepted, ("value", request.Format.ToString()), ("expected", "PDF with packaging BOOK"));
        }

        for (var i = 0; i < request.States.Count; i++)
        {
            if (request.States[i] == V1.Report.Types.State.Unspecified || !System.Enum.IsDefined(request.States[i]))
            {
                violations.Add(
                    $"states[{i}]",
                    ErrorCatalogue.ValueNotAccepted,
                    ("value", ((int)request.States[i]).ToString(CultureInfo.InvariantCulture)),
                    ("expected", "DRAFT, SUBMITTED, RETURNED, ACCEPTED, PUBLISHED"));
            }
        }

        violations.ThrowIfAny();
        return (year, request.States.Count == 0 ? FiledStates : [.. request.States.Distinct().Select(state => (ReportState)state)]);
    }
}
