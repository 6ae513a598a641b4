using Grpc.Core;

namespace Liwan.ServiceDefaults.Access;

/// <summary>
/// Lets those around the interceptor that knows the caller know the call too, also when it is refused:
/// <see cref="CurrentCall.Value"/> is gone once that interceptor has thrown.
/// </summary>
public static class KnownCall
{
    private static readonly object Key = new();

    /// <summary>Keeps the call with what gRPC knows of it.</summary>
    /// <param name="context">The gRPC call.</param>
    /// <param name="call">Who calls what.</param>
    public static void Keep(ServerCallContext context, CurrentCall call)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.UserState[Key] = call;
    }

    /// <summary>The call that was kept; null if the caller is not known.</summary>
    /// <param name="context">The gRPC call.</param>
    public static CurrentCall? Of(ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.UserState.TryGetValue(Key, out var call) ? (CurrentCall)call : null;
    }
}
