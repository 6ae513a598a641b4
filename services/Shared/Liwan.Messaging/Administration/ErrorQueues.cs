using Liwan.Events.V1;
using Liwan.ServiceDefaults.Errors;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Liwan.Messaging;

/// <summary>
/// The error queues of the suite's own consumers, looked into and emptied by hand. Each call has a connection of its own:
/// it comes rarely, and what it holds goes back to the queue with the connection, whatever happens to the process.
/// </summary>
internal sealed class ErrorQueues(Uri address, TimeSpan timeout)
{
    private readonly ConnectionFactory _factory = new()
    {
        Uri = address,
        ClientProvidedName = "liwan error queues",
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedConnectionTimeout = timeout,
        ContinuationTimeout = timeout,
    };

    /// <summary>Looks at the oldest letters and leaves them where they are.</summary>
    /// <param name="consumer">Whose.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The letters, and about how many there are.</returns>
    /// <exception cref="ServiceException">BROKER_UNAVAILABLE.</exception>
    public async Task<(IReadOnlyList<DeadLetter> Letters, int Total)> PeekAsync(ConsumerEndpoint consumer, int limit, CancellationToken cancellationToken)
    {
        var letters = new List<DeadLetter>();
        var total = 0;
        await WithChannelAsync(
            async channel =>
            {
                total = (int)Math.Min(await channel.MessageCountAsync(consumer.ErrorQueue, cancellationToken), int.MaxValue);
                var last = 0UL;
                while (letters.Count < limit && await channel.BasicGetAsync(consumer.ErrorQueue, autoAck: false, cancellationToken) is { } letter)
                {
                    letters.Add(DeadLetters.Read(letter));
                    last = letter.DeliveryTag;
                }

                if (last > 0)
                {
                    await channel.BasicNackAsync(last, multiple: true, requeue: true, cancellationToken);
                }
            },
            cancellationToken);
        return (letters, Math.Max(total, letters.Count));
    }

    /// <summary>
    /// Gives letters back to their consumer, the oldest first and no more than there are at the start, so that one that fails
    /// again at once does not go round. A letter leaves the error queue when the consumer's queue has it: a crash between the
    /// two leaves it in both, and the inbox lets it have its effect once.
    /// </summary>
    /// <param name="consumer">Whose.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="given">Called for each that was given back.</param>
    /// <param name="cancellationToken">Ends the call early; what was not given back is still there.</param>
    /// <exception cref="ServiceException">BROKER_UNAVAILABLE.</exception>
    public Task RedriveAsync(ConsumerEndpoint consumer, int limit, Action given, CancellationToken cancellationToken) =>
        WithChannelAsync(
            async channel =>
            {
                var left = Math.Min(await channel.MessageCountAsync(consumer.ErrorQueue, cancellationToken), (uint)limit);
                for (; left > 0 && await channel.BasicGetAsync(consumer.ErrorQueue, autoAck: false, cancellationToken) is { } letter; left--)
                {
                    await channel.BasicPublishAsync(
                        consumer.Queue, routingKey: "", mandatory: true, DeadLetters.Restore(letter), letter.Body, cancellationToken);
                    given();
                    await channel.BasicAckAsync(letter.DeliveryTag, multiple: false, cancellationToken);
                }
            },
            cancellationToken);

    private async Task WithChannelAsync(Func<IChannel, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await _factory.CreateConnectionAsync(cancellationToken);
            await using var channel = await connection.CreateChannelAsync(
                new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);
            // The queues may not be there yet.
            await Topology.DeclareAsync(channel, cancellationToken);
            await work(channel);
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ServiceException(ErrorCatalogue.BrokerUnavailable, e);
        }
    }
}
