using System.Text.Json;
using Liwan.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cluster.Tests;

/// <summary>The suite on the broker that the AppHost gives it, with an account that may do the suite's work and nothing else.</summary>
public sealed class PrivateBrokerTests : IAsyncLifetime
{
    private static readonly string[] Consumers = ["departments", "budgets", "taskindicators", "reports"];

    private ClusterProcess _cluster = null!;

    public async Task InitializeAsync()
    {
        if (RabbitMqNode.Missing is null)
        {
            _cluster = await ClusterProcess.StartAsync(new Dictionary<string, string?>());
        }
    }

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }

    [RabbitMqFact]
    public async Task ASubmission_WithTheLeastPrivileges_ReachesTheListenerAndNoServiceIsRefused()
    {
        await using var suite = await ConnectAsync(await SuiteAddressAsync());
        await using var topology = await suite.CreateChannelAsync();
        await Wait.UntilAsync("every consumer listens", async () =>
        {
            foreach (var queue in Consumers)
            {
                if (!await ListensAsync(suite, $"liwan.{queue}"))
                {
                    return false;
                }
            }

            return true;
        });

        // As the README tells an integrator: the address, a queue of one's own, bound to the events.
        var heard = new System.Collections.Concurrent.ConcurrentQueue<string>();
        await using var connection = await ConnectAsync(new Uri((await File.ReadAllTextAsync(_cluster.DataFile("broker/listener.amqp"))).Trim()));
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("listener.archive", durable: true, exclusive: false, autoDelete: false);
        foreach (var exchange in EventListener.Exchanges)
        {
            await channel.QueueBindAsync("listener.archive", exchange, routingKey: "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            heard.Enqueue(delivery.Exchange.Split('.')[^1]);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync("listener.archive", autoAck: true, consumer);

        var liwan = new LiwanCommand(_cluster);
        await liwan.RunAsync("round", "open", "--year", "2021", "--deadline", "2099-12-31");
        await liwan.RunAsync("file", SolutionPaths.Sample("npc-office-2021"), "--submit");
        await liwan.RunAsync("status", "--department", "npc-office", "--year", "2021", "--wait-archived", "60");
        await Wait.UntilAsync("the listener has heard the report's events", () => heard.Count >= 3);
        Assert.Equal(["ReportStarted", "ReportSubmitted", "ReportArchived"], heard.Distinct());

        // What no consumer can apply: MassTransit moves it to the error queue, with whatever it declares for that.
        await topology.BasicPublishAsync("liwan.events.v1.ReportSubmitted", "", "not an event"u8.ToArray());
        foreach (var queue in Consumers)
        {
            await Wait.UntilAsync($"the error queue of {queue} has it", async () => await topology.MessageCountAsync($"liwan.{queue}_error") == 1);
        }

        Assert.DoesNotContain("ACCESS_REFUSED", _cluster.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("access refused", _cluster.Output, StringComparison.OrdinalIgnoreCase);
        foreach (var log in Directory.GetFiles(_cluster.DataFile("broker/log"), "*.log"))
        {
            await using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            Assert.DoesNotContain("access_refused", await reader.ReadToEndAsync(), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static Task<IConnection> ConnectAsync(Uri address) => new ConnectionFactory { Uri = address }.CreateConnectionAsync();

    private static async Task<bool> ListensAsync(IConnection connection, string queue)
    {
        // A queue that is not there yet closes the channel.
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.ConsumerCountAsync(queue) > 0;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
    }

    private async Task<Uri> SuiteAddressAsync()
    {
        using var accounts = JsonDocument.Parse(await File.ReadAllBytesAsync(_cluster.DataFile("broker/accounts.json")));
        using var cluster = JsonDocument.Parse(await File.ReadAllBytesAsync(_cluster.ClusterFile));
        var address = new UriBuilder(cluster.RootElement.GetProperty("connectionStrings").GetProperty("messaging").GetString()!)
        {
            UserName = "liwan",
            Password = accounts.RootElement.GetProperty("suitePassword").GetString(),
        };
        Uri? found = null;
        await Wait.UntilAsync("the broker answers", async () =>
        {
            try
            {
                await using var connection = await ConnectAsync(address.Uri);
                found = address.Uri;
            }
            catch (RabbitMQ.Client.Exceptions.BrokerUnreachableException)
            {
                return false;
            }

            return true;
        });
        return found!;
    }
}
