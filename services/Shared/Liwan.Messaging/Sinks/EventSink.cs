using Grpc.Core;
using Grpc.Net.ClientFactory;
using Liwan.Events.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.Messaging;

/// <summary>One of the suite's own consumers, as the relay reaches it without the broker.</summary>
internal sealed class EventSink(string consumer, Func<IReadOnlyList<Event>, CancellationToken, Task> apply)
{
    public string Consumer { get; } = consumer;

    public IReadOnlyList<string> EventTypes { get; } = [.. Topology.Of(consumer).Events.Select(contract => contract.Name)];

    public Task ApplyAsync(IReadOnlyList<Event> events, CancellationToken cancellationToken) => apply(events, cancellationToken);

    /// <summary>The name of the gRPC client of a consumer's sink.</summary>
    public static string ClientName(string consumer) => $"event-sink-{consumer}";

    /// <summary>The sinks of all consumers: this service's own in process, the others by gRPC.</summary>
    public static IReadOnlyList<EventSink> All(IServiceProvider services, TimeSpan timeout)
    {
        var own = services.GetService<Inbox>();
        var clients = services.GetRequiredService<GrpcClientFactory>();
        return [.. Topology.Consumers.Select(queue => queue.Consumer == own?.Consumer
            ? new EventSink(queue.Consumer, (events, cancellationToken) => EventSinkApplier.ApplyAsync(own, events, cancellationToken))
            : OverGrpc(queue.Consumer, clients, timeout))];
    }

    /// <summary>Whether a failure is about the sink as a whole, so that no event is to blame.</summary>
    public static bool IsDown(Exception exception) => exception is RpcException
    {
        StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.ResourceExhausted
            or StatusCode.Unimplemented or StatusCode.Unauthenticated or StatusCode.PermissionDenied,
    };

    private static EventSink OverGrpc(string consumer, GrpcClientFactory clients, TimeSpan timeout)
    {
        var client = clients.CreateClient<EventSinkService.EventSinkServiceClient>(ClientName(consumer));
        return new EventSink(consumer, async (events, cancellationToken) =>
        {
            var request = new ApplyRequest();
            request.Events.AddRange(events);
            await client.ApplyAsync(request, deadline: DateTime.UtcNow + timeout, cancellationToken: cancellationToken);
        });
    }
}
