using Liwan.Testing;

namespace Liwan.Messaging.Tests;

/// <summary>Databases and a log for the services of one test; an error nobody announced fails it.</summary>
public abstract class MessagingTest(TestDatabases databases) : IDisposable
{
    private protected TestDatabases Databases { get; } = databases;

    private protected RecordedLogs Logs { get; } = new();

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        Databases.Dispose();
        Logs.Dispose();
    }
}

/// <summary>A test that begins with an empty broker.</summary>
[Collection(BrokerTests.Name)]
public abstract class BrokerTest(BrokerFixture broker) : MessagingTest(new OnSqlite()), IAsyncLifetime
{
    private protected BrokerFixture Broker { get; } = broker;

    private protected Dictionary<string, string?> WithBroker => new() { ["ConnectionStrings:messaging"] = Broker.Node.AmqpUri.ToString() };

    public Task InitializeAsync()
    {
        // MassTransit may be about to declare its queue when the broker goes, or when the test ends.
        Logs.Announce("Declare queue faulted");
        return RabbitMqNode.Missing is null ? Broker.EmptyAsync() : Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private protected Task<TestService> StartReportsAsync(Action<OutboxRelayOptions>? relay = null) =>
        TestService.StartReportsAsync(Databases["reports"], Logs, WithBroker, relay);

    private protected Task<TestService> StartConsumerAsync(string consumer) =>
        TestService.StartAsync(consumer, Databases[consumer], Logs, WithBroker);
}
