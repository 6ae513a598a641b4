using System.Buffers;
using Grpc.Core;
using Liwan.Documents.Reading;
using Liwan.Reports.Reading;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;
using Liwan.ServiceDefaults.Requests;

namespace Liwan.Reports;

internal sealed partial class ReportGrpcService
{
    private static readonly TimeSpan UploadTime = TimeSpan.FromMinutes(2);
    private static readonly ReadLimits DocumentLimits = new();

    public override async Task<ImportDocumentResponse> ImportDocument(IAsyncStreamReader<ImportDocumentRequest> requestStream, ServerCallContext context)
    {
        var (department, file) = await UploadAsync(requestStream, context.CancellationToken);
        try
        {
            // Reading takes a processor for as long as it takes, not the thread of a call.
            var reading = await Task.Run(() => FormDocumentReader.Read(file.WrittenMemory, DocumentLimits, context.CancellationToken), context.CancellationToken);
            return ReadingMapping.ToMessage(department, reading);
        }
        catch (DocumentReadException e)
        {
            throw Unreadable(e.Message);
        }
    }

    private static async Task<(string Department, ArrayBufferWriter<byte> File)> UploadAsync(
        IAsyncStreamReader<ImportDocumentRequest> requests, CancellationToken cancellationToken)
    {
        var file = new ArrayBufferWriter<byte>();
        var department = string.Empty;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(UploadTime);
        try
        {
            while (await requests.MoveNext(limit.Token))
            {
                var violations = new Violations();
                var named = ResourceNames.Department(violations, "parent", requests.Current.Parent);
                violations.ThrowIfAny();
                // What a stream says comes after the call was let in.
                if (CurrentCall.Value?.Refuse(named) is { } refusal)
                {
                    throw refusal;
                }

                if (department.Length > 0 && named != department)
                {
                    throw new ServiceException(new Violations().Add("parent", ErrorCatalogue.ValueNotAccepted, ("value", requests.Current.Parent), ("expected", $"departments/{department}")));
                }

                department = named;
                if (file.WrittenCount + requests.Current.Content.Length > DocumentLimits.MaxBytes)
                {
                    throw Unreadable($"文件超过上限 {DocumentLimits.MaxBytes:N0} 字节。");
                }

                file.Write(requests.Current.Content.Span);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled } && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ServiceException(ErrorCatalogue.UploadTooSlow, ("limit", UploadTime.ToString("c")));
        }

        return department.Length > 0 && file.WrittenCount > 0
            ? (department, file)
            : throw new ServiceException(new Violations().Add(department.Length == 0 ? "parent" : "content", ErrorCatalogue.FieldRequired));
    }

    private static ServiceException Unreadable(string detail) =>
        new(new Violations().Add("content", ErrorCatalogue.DocumentUnreadable, ("detail", detail)));
}
