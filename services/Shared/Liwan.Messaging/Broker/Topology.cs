using RabbitMQ.Client;

namespace Liwan.Messaging;

/// <summary>The queue of one of the suite's own consumers, and the events that are bound to it.</summary>
/// <param name="Consumer">The name of the consumer, such as <c>budgets</c>.</param>
/// <param name="Events">The events.</param>
public sealed record ConsumerEndpoint(string Consumer, IReadOnlyList<EventContract> Events)
{
    /// <summary>The name of the queue, and of the exchange in front of it.</summary>
    public string Queue => $"liwan.{Consumer}";

    /// <summary>Where events go that the consumer cannot apply, with the reason in their headers.</summary>
    public string ErrorQueue => $"{Queue}_error";
}

/// <summary>
/// Every exchange, queue and binding of the suite, in one place: the consumers declare theirs from it, and the relay
/// declares all of it before it sends anything, because an exchange with no queue drops what it gets without an error.
/// </summary>
public static class Topology
{
    /// <summary>After so many deliveries that ended neither applied nor refused, such as deaths of the consumer, an event goes to the error queue.</summary>
    public const int DeliveryLimit = 20;

    // RabbitMQ 4 gives a queue without a limit one of 20, and 3 knows no "none". Looking at a letter in an error queue
    // counts as a delivery, and a letter beyond the limit would be dropped.
    private const int ErrorQueueDeliveryLimit = 1_000_000_000;

    /// <summary>The suite's own consumers.</summary>
    public static readonly IReadOnlyList<ConsumerEndpoint> Consumers =
    [
        new("departments", EventContract.All),
        new("budgets", [.. EventContract.All.Where(contract => contract.MovesState)]),
        new("taskindicators", [.. EventContract.All.Where(contract => contract.MovesState)]),
        new("reports", [.. EventContract.All.Where(contract => contract.Type == typeof(ReportSubmitted))]),
    ];

    /// <summary>The queue of a consumer.</summary>
    /// <param name="consumer">The name of the consumer.</param>
    /// <exception cref="ArgumentException">There is no such consumer.</exception>
    public static ConsumerEndpoint Of(string consumer) =>
        Consumers.FirstOrDefault(queue => queue.Consumer == consumer)
        ?? throw new ArgumentException(
            $"'{consumer}' is no consumer of the suite; the topology knows {string.Join(", ", Consumers.Select(queue => queue.Consumer))}.", nameof(consumer));

    /// <summary>How many of the suite's own consumers listen to an event.</summary>
    /// <param name="eventType">Its full name.</param>
    internal static int ListenersOf(string eventType) => Consumers.Count(queue => queue.Events.Any(contract => contract.Name == eventType));

    internal static Dictionary<string, object?> QueueArguments(ConsumerEndpoint queue) => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = queue.ErrorQueue,
        // At least once: a letter leaves the queue only when the error queue has it; that needs reject-publish.
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    internal static Dictionary<string, object?> ErrorQueueArguments() => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = ErrorQueueDeliveryLimit,
    };

    internal static async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var contract in EventContract.All)
        {
            await DeclareExchangeAsync(channel, contract.Name, cancellationToken);
        }

        foreach (var queue in Consumers)
        {
            await DeclareQueueAsync(channel, queue.ErrorQueue, ErrorQueueArguments(), cancellationToken);
            await DeclareQueueAsync(channel, queue.Queue, QueueArguments(queue), cancellationToken);
            foreach (var contract in queue.Events)
            {
                await channel.ExchangeBindAsync(queue.Queue, contract.Name, routingKey: "", cancellationToken: cancellationToken);
            }
        }
    }

    // A queue behind an exchange of its own name: the shape that MassTransit gives its endpoints.
    private static async Task DeclareQueueAsync(
        IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        await DeclareExchangeAsync(channel, name, cancellationToken);
        await channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(name, name, routingKey: "", cancellationToken: cancellationToken);
    }

    private static Task DeclareExchangeAsync(IChannel channel, string name, CancellationToken cancellationToken) =>
        channel.ExchangeDeclareAsync(name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
}
