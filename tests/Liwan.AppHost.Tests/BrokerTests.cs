using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Liwan.AppHost.Tests;

public class BrokerTests
{
    [RabbitMqFact]
    public async Task Broker_WhenTheAppHostEnds_EndsWithItHoweverItEndsAndStartsAgainOnItsData()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-");
        using (var killed = RunningCluster.StartIn(folder.FullName, "Test:Services=a", "Test:Broker=true"))
        {
            var file = await killed.WaitUntilUpAsync();
            await AssertSpeaksAmqpAsync(file);
            var given = new Uri((string)(await RunningCluster.EnvironmentOfAsync(file, "a"))["ConnectionStrings__messaging"]!);
            Assert.Equal(new Uri((string)file["connectionStrings"]!["messaging"]!).Authority, given.Authority);
            Assert.Contains(killed.Survivors(), line => line.Contains("beam.smp", StringComparison.Ordinal));
            killed.Signal(RunningCluster.SigKill);
            await killed.AssertNothingLeftAsync(TimeSpan.FromSeconds(5));
        }

        using (var stopped = RunningCluster.StartIn(folder.FullName, "Test:Services=a", "Test:Broker=true"))
        {
            await AssertSpeaksAmqpAsync(await stopped.WaitUntilUpAsync());
            stopped.Signal(RunningCluster.SigTerm);
            Assert.Equal(0, await stopped.ExitAsync(TimeSpan.FromSeconds(10)));
            await stopped.AssertNothingLeftAsync(TimeSpan.FromSeconds(1));
            Assert.DoesNotContain("killed", stopped.Output, StringComparison.Ordinal);
        }

        folder.Delete(recursive: true);
    }

    [RabbitMqFact]
    public async Task Broker_WhenTwoClustersRunSideBySide_IsOneForEach()
    {
        using var one = RunningCluster.Start("Test:Broker=true");
        using var other = RunningCluster.Start("Test:Broker=true");
        var files = await Task.WhenAll(one.WaitUntilUpAsync(), other.WaitUntilUpAsync());

        Assert.NotEqual((string?)files[0]["connectionStrings"]!["messaging"], (string?)files[1]["connectionStrings"]!["messaging"]);
        foreach (var file in files)
        {
            await AssertSpeaksAmqpAsync(file);
        }

        // What kills one leaves the other alone.
        one.Signal(RunningCluster.SigKill);
        await one.AssertNothingLeftAsync(TimeSpan.FromSeconds(5));
        await AssertSpeaksAmqpAsync(files[1]);
    }

    private static async Task AssertSpeaksAmqpAsync(JsonObject file)
    {
        var address = new Uri((string)file["connectionStrings"]!["messaging"]!);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, patience.Token);
        var stream = client.GetStream();
        await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), patience.Token);
        var answer = new byte[512];
        var length = await stream.ReadAtLeastAsync(answer, 100, cancellationToken: patience.Token);
        // The answer is Connection.Start, which names the server.
        Assert.Contains("RabbitMQ", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
    }
}
