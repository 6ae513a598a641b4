using Google.Protobuf;
using Grpc.Core;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Storage.Ledger;

/// <summary>Who calls what with which request id: the key of the ledger, and the payload it stands for.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <param name="Caller">The identity of the caller; empty while callers have none.</param>
/// <param name="Method">The full method name, such as <c>/liwan.budgets.v1.BudgetService/CreateBudget</c>.</param>
/// <param name="RequestId">A UUID4, or empty.</param>
/// <param name="Request">The payload.</param>
public sealed record LedgerCall<TRequest>(string Caller, string Method, string RequestId, TRequest Request)
    where TRequest : IMessage<TRequest>
{
    internal void Validate()
    {
        var good = RequestId.Length == 36 && Guid.TryParseExact(RequestId, "D", out var id) && id.Version == 4;
        if (!good)
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
    /// <param name="context">Names method and caller.</param>
    /// <param name="request">The payload.</param>
    /// <param name="requestId">Its request id.</param>
    public static LedgerCall<TRequest> Of<TRequest>(ServerCallContext context, TRequest request, string requestId)
        where TRequest : IMessage<TRequest>
    {
        ArgumentNullException.ThrowIfNull(context);
        var caller = context.GetHttpContext().User.Identity?.Name ?? string.Empty;
        return new LedgerCall<TRequest>(caller, context.Method, requestId, request);
    }
}
