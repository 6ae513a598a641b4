using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Liwan.Cluster.Tests;

/// <summary>An event as an outsider hears it.</summary>
internal sealed record HeardEvent(string Exchange, string MessageId, byte[] Body, string Report, long Sequence)
{
    public static HeardEvent Read(BasicDeliverEventArgs delivery)
    {
        var body = delivery.Body.ToArray();
        using var json = JsonDocument.Parse(body);
        return new HeardEvent(
            delivery.Exchange,
            delivery.BasicProperties.MessageId ?? string.Empty,
            body,
            json.RootElement.GetProperty("report").GetString()!,
            long.Parse(json.RootElement.GetProperty("sequence").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>A system outside the suite with a durable queue of its own, in plain AMQP.</summary>
internal sealed class EventListener : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Exchanges =
    [
        "liwan.events.v1.ReportStarted", "liwan.events.v1.ReportSubmitted", "liwan.events.v1.ReportReturned", "liwan.events.v1.ReportRecalled",
        "liwan.events.v1.ReportAccepted", "liwan.events.v1.ReportPublished", "liwan.events.v1.ReportUnpublished", "liwan.events.v1.ReportArchived",
    ];

    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly ConcurrentQueue<HeardEvent> _heard = new();

    private EventListener(IConnection connection, IChannel channel)
    {
        _connection = connection;
        _channel = channel;
    }

    public IReadOnlyList<HeardEvent> Heard => [.. _heard];

    public static async Task<EventListener> ListenAsync(Uri broker, string queue)
    {
        var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        foreach (var exchange in Exchanges)
        {
            await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue, exchange, routingKey: string.Empty);
        }

        var listener = new EventListener(connection, channel);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            listener._heard.Enqueue(HeardEvent.Read(delivery));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return listener;
    }

    /// <summary>Sends an event once more, as a foreign replay would: plain AMQP, the same body and message id.</summary>
    public Task RepeatAsync(HeardEvent heard) => _channel.BasicPublishAsync(
        heard.Exchange,
        routingKey: string.Empty,
        mandatory: true,
        new BasicProperties { MessageId = heard.MessageId, ContentType = "application/json", Persistent = true },
        heard.Body).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
