using Google.Rpc;
using Grpc.Core;

namespace Liwan.ServiceDefaults.Clients;

/// <summary>What a failed call to a service below says.</summary>
public static class DownwardFailure
{
    /// <summary>
    /// Whether the service did not answer, instead of refusing: it cannot be reached, is too slow, or shows a certificate that nobody trusts. A
    /// refusal has a reason of the catalogue and goes to the caller as it is.
    /// </summary>
    /// <param name="failure">What the call ended with.</param>
    public static bool IsOutage(this RpcException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded
            || (failure.StatusCode is not StatusCode.Cancelled && failure.GetRpcStatus()?.GetDetail<ErrorInfo>() is null);
    }
}
