using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Liwan.Bulk.V1;
using Status = Google.Rpc.Status;

namespace Liwan.Api.Tests.Access;

/// <summary>What a call came to, as far as access goes.</summary>
/// <param name="Code">The status; of an import, that of its first item where the import itself is OK.</param>
/// <param name="Reason">The reason of the catalogue; empty if OK.</param>
/// <param name="Text">All that was answered, as JSON.</param>
internal sealed record Answer(StatusCode Code, string Reason, string Text)
{
    public bool IsRefused => Code is StatusCode.Unauthenticated or StatusCode.PermissionDenied;

    public static Answer Of(IReadOnlyList<IMessage> messages)
    {
        var text = string.Concat(messages);
        var failed = messages.OfType<ImportProgress>().SelectMany(progress => progress.Outcomes).FirstOrDefault(outcome => outcome.Error is not null);
        return failed is null ? new Answer(StatusCode.OK, string.Empty, text) : Of(failed.Error);
    }

    public static Answer Of(Status status) => new((StatusCode)status.Code, status.GetDetail<ErrorInfo>()?.Reason ?? string.Empty, status.ToString());

    public static Answer Of(RpcException exception) => Of(exception.GetRpcStatus() ?? new Status { Code = (int)exception.StatusCode, Message = exception.Status.Detail });
}
