using System.Text;
using Liwan.Testing;
using RabbitMQ.Client;

namespace Liwan.Messaging.Tests;

[CollectionDefinition(Name)]
public sealed class BrokerTests : ICollectionFixture<BrokerFixture>
{
    public const string Name = "broker";
}

/// <summary>One real node for all tests that need a broker; each begins with an empty one.</summary>
public sealed class BrokerFixture : IAsyncLifetime
{
    private RabbitMqNode? _node;

    public RabbitMqNode Node => _node ?? throw new InvalidOperationException("There is no node.");

    public async Task InitializeAsync() => _node = RabbitMqNode.Missing is null ? await RabbitMqNode.StartAsync() : null;

    public async Task DisposeAsync()
    {
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }
    }

    /// <summary>Removes everything that the suite declares.</summary>
    internal async Task EmptyAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        foreach (var consumer in Topology.Consumers)
        {
            foreach (var name in (string[])[consumer.Queue, consumer.ErrorQueue])
            {
                await channel.QueueDeleteAsync(name);
                await channel.ExchangeDeleteAsync(name);
            }
        }

        foreach (var contract in EventContract.All)
        {
            await channel.ExchangeDeleteAsync(contract.Name);
        }
    }

    internal Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = Node.AmqpUri }.CreateConnectionAsync();

    /// <summary>How many messages wait in a queue.</summary>
    internal async Task<uint> CountAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    /// <summary>Takes everything that waits in a queue.</summary>
    internal async Task<IReadOnlyList<BasicGetResult>> TakeAllAsync(string queue)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var all = new List<BasicGetResult>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
        {
            all.Add(message);
        }

        return all;
    }

    /// <summary>A durable queue of somebody outside the suite, bound to every event.</summary>
    internal async Task<string> BindOutsiderAsync()
    {
        var queue = $"outsider-{Guid.NewGuid():N}";
        await using var connection = await ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        foreach (var contract in EventContract.All)
        {
            await channel.ExchangeDeclareAsync(contract.Name, ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue, contract.Name, "");
        }

        return queue;
    }

    internal static string Header(IReadOnlyBasicProperties properties, string name) => Encoding.UTF8.GetString((byte[])properties.Headers![name]!);
}
