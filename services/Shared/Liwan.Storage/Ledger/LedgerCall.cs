using Google.Protobuf;
using Grpc.Core;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Ledger;

/// <summary>Who calls what with which request id: the key of the ledger, and the payload it stands for.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <param name="Caller">The identity of the caller.</param>
/// <param name="Method">The full method name, such as <c>/liwan.budgets.v1.BudgetService/CreateBudget</c>.</param>
/// <param name="RequestId">A UUID4, or empty.</param>
/// <param name="Request">The payload.</param>
public sealed record LedgerCall<TRequest>(string Caller, string Method, string RequestId, TRequest Request)
    where TRequest : IMessage<TRequest>
{
    internal void Validate()
    {
        if (!LedgerCall.IsUuid4(RequestId))
        {
            throw new ServiceException(new Violations().Add("request_id", ErrorCatalogue.RequestIdInvalid, ("value", RequestId)));
        }
    }
}

/// <summary>Makes ledger calls.</summary>
public static class LedgerCall
{
    /// <summary>The ledger call of a gRPC call.</summary>
    /// <typeparam name="TRequest">The request.</typeparam>
    /// <param name="context">Names the method.</param>
    /// <param name="request">The payload.</param>
    /// <param name="requestId">Its request id.</param>
    public static LedgerCall<TRequest> Of<TRequest>(ServerCallContext context, TRequest request, string requestId)
        where TRequest : IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(context);
        return new LedgerCall<TRequest>(Caller, context.Method, requestId, request);
    }

    internal static string Caller => CurrentCall.Value?.Caller.Subject ?? string.Empty;

    internal static bool IsUuid4(string id) => id.Length == 36 && Guid.TryParseExact(id, "D", out var guid) && guid.Version == 4;
}
