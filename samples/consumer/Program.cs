using System.Globalization;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

// Usage: dotnet run --project samples/consumer -- "$(cat .cluster/broker/listener.amqp)"
const string Queue = "listener.sample";
string[] kinds = ["Started", "Submitted", "Recalled", "Returned", "Accepted", "Published", "Unpublished", "Archived"];
// A system of your own keeps this in its database, and writes it in the transaction of what the event does there.
var newest = new Dictionary<string, long>();

await using var connection = await new ConnectionFactory { Uri = new Uri(args[0]) }.CreateConnectionAsync();
await using var channel = await connection.CreateChannelAsync();
await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
foreach (var kind in kinds)
{
    await channel.QueueBindAsync(Queue, $"liwan.events.v1.Report{kind}", routingKey: "");
}

await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 50, global: false);
var consumer = new AsyncEventingBasicConsumer(channel);
consumer.ReceivedAsync += async (_, delivery) =>
{
    using var json = JsonDocument.Parse(delivery.Body);
    var report = json.RootElement.GetProperty("report").GetString()!;
    var sequence = long.Parse(json.RootElement.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture);
    if (sequence > newest.GetValueOrDefault(report))
    {
        newest[report] = sequence;
        Console.WriteLine($"{delivery.Exchange} {report} {sequence} {json.RootElement.GetProperty("state").GetString()}");
    }

    await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
};
await channel.BasicConsumeAsync(Queue, autoAck: false, consumer);
await Task.Delay(Timeout.Infinite);
