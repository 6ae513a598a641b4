using Grpc.Core;
using Liwan.Events.V1;
using Liwan.ServiceDefaults.Errors;

namespace Liwan.Messaging;

/// <summary>The gRPC side of a sink.</summary>
internal sealed class EventSinkMethods(Inbox inbox) : EventSinkService.EventSinkServiceBase
{
    internal const int MaxEvents = 100;

    public override async Task<ApplyResponse> Apply(ApplyRequest request, ServerCallContext context)
    {
        if (request.Events.Count is 0 or > MaxEvents)
        {
            var violations = new Violations();
            _ = request.Events.Count == 0
                ? violations.Add("events", ErrorCatalogue.FieldRequired)
                : violations.Add("events", ErrorCatalogue.TooManyItems, ("value", $"{request.Events.Count}"), ("limit", $"{MaxEvents}"));
            throw new ServiceException(violations);
        }

        try
        {
            await EventSinkApplier.ApplyAsync(inbox, request.Events, context.CancellationToken);
        }
        catch (EventFormatException e)
        {
            throw new ServiceException(new Violations().Add("events", ErrorCatalogue.EventMalformed, ("problem", e.Message)));
        }

        return new ApplyResponse();
    }
}
