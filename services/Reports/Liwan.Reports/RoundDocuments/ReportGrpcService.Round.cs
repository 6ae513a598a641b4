using System.Globalization;
using System.IO.Pipelines;
using Google.Api;
using Google.Protobuf;
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
    /// <summary>How much of a file goes into one message.</summary>
    private const int PieceSize = 256 * 1024;

    private static readonly ReportState[] FiledStates = [ReportState.Submitted, ReportState.Accepted, ReportState.Published];

    public override async Task RenderRound(RenderRoundRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var (year, states) = ReadRound(request);
        var isBook = request.Packaging == Packaging.Book;
        var forms = RoundForms.ReadAsync(database, year, states, withDocuments: !isBook && request.Format is Format.Pdf or Format.Unspecified, context.CancellationToken);

        // What is made waits until it is sent, and the other way round.
        var file = new Pipe(new PipeOptions(pauseWriterThreshold: 4 * PieceSize, resumeWriterThreshold: PieceSize, useSynchronizationContext: false));
        var making = Task.Run(() => MakeAsync(file.Writer, forms, request, year, context.CancellationToken), context.CancellationToken);
        await SendAsync(file.Reader, isBook ? "application/pdf" : "application/zip", responseStream, context.CancellationToken);
        await making;
    }

    private async Task MakeAsync(PipeWriter output, IAsyncEnumerable<RoundForm> forms, RenderRoundRequest request, int year, CancellationToken cancellationToken)
    {
        try
        {
            if (request.Packaging == Packaging.Book)
            {
                await RoundBook.WriteAsync(output, forms, year, fonts, cancellationToken);
            }
            else
            {
                await RoundZip.WriteAsync(output.AsStream(leaveOpen: true), forms, request.Format, renderer, cancellationToken);
            }

            await output.CompleteAsync();
        }
        catch (FontUnavailableException e)
        {
            await output.CompleteAsync(FormFonts.ToServiceException(e));
        }
        catch (Exception e)
        {
            // The reader of the pipe throws it.
            await output.CompleteAsync(e);
        }
    }

    private static async Task SendAsync(PipeReader file, string contentType, IServerStreamWriter<HttpBody> responseStream, CancellationToken cancellationToken)
    {
        try
        {
            ReadResult read;
            do
            {
                read = await file.ReadAtLeastAsync(PieceSize, cancellationToken);
                foreach (var piece in read.Buffer)
                {
                    // Written before the buffer goes back to the pipe.
                    await responseStream.WriteAsync(new HttpBody { ContentType = contentType, Data = UnsafeByteOperations.UnsafeWrap(piece) }, cancellationToken);
                }

                file.AdvanceTo(read.Buffer.End);
            }
            while (!read.IsCompleted);
        }
        finally
        {
            await file.CompleteAsync();
        }
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
