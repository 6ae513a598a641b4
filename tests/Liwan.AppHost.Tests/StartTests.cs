using System.Net;
using System.Net.Sockets;

namespace Liwan.AppHost.Tests;

public class StartTests
{
    [Fact]
    public async Task Start_WhenAServiceWaitsForAnother_StartsItOnlyOnceThatOneIsHealthy()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-");
        var unhealthy = Path.Combine(folder.FullName, "unhealthy");
        await File.WriteAllTextAsync(unhealthy, "");
        using (var cluster = RunningCluster.Start("Test:Services=a,b:a", $"Test:a:UnhealthyWhile={unhealthy}"))
        {
            // The migration of b waits for nothing, so its end shows that only the health of a is missing.
            var file = await cluster.WaitForAsync(
                now => (string?)RunningCluster.Resource(now, "a")["state"] == "Starting"
                    && (string?)RunningCluster.Resource(now, "b-migrate")["state"] == "Finished"
                    && (string?)RunningCluster.Resource(now, "b")["message"] == "waits for a",
                "a has started, b only waits for it");
            await cluster.WaitForOutputAsync(output => output.Contains("Application started", StringComparison.Ordinal), "a serves");
            Assert.Equal("Waiting", (string?)RunningCluster.Resource(file, "b")["state"]);
            Assert.DoesNotContain("b started", await File.ReadAllTextAsync(cluster.TraceFile), StringComparison.Ordinal);

            File.Delete(unhealthy);
            await cluster.WaitUntilUpAsync();
            var trace = await File.ReadAllLinesAsync(cluster.TraceFile);
            Assert.Equal(["a started", "a-migrate migrated", "b started", "b-migrate migrated"], trace.Order(StringComparer.Ordinal));
            Assert.True(Array.IndexOf(trace, "a-migrate migrated") < Array.IndexOf(trace, "a started"));
            Assert.True(Array.IndexOf(trace, "a started") < Array.IndexOf(trace, "b started"));
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_WhenAServiceRefersToReplicas_GivesItTheAddressOfEach()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a", "Cluster:Replicas=2");
        var file = await cluster.WaitUntilUpAsync();

        foreach (var replica in new[] { "b", "b-2" })
        {
            var environment = await RunningCluster.EnvironmentOfAsync(file, replica);
            foreach (var (source, k) in new[] { ("a", 0), ("a-2", 1) })
            {
                var endpoints = RunningCluster.Resource(file, source)["endpoints"]!;
                Assert.Equal((string?)endpoints["grpc"], (string?)environment[$"services__a__grpc__{k}"]);
                Assert.Equal((string?)endpoints["http"], (string?)environment[$"services__a__http__{k}"]);
            }

            Assert.Null(environment["services__a__grpc__2"]);
            Assert.Equal("b", (string?)environment["OTEL_SERVICE_NAME"]);
            Assert.Contains($"service.instance.id={replica}-", (string?)environment["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
            Assert.Equal($"Data Source={Path.Combine(cluster.Folder, "b.db")}", (string?)environment["ConnectionStrings__b-db"]);
            Assert.Null(environment["ConnectionStrings__a-db"]);
        }
    }

    [Fact]
    public async Task Start_WhenPortsAreFixed_GivesTheFirstReplicaThoseOfItsSettingsAndOthersFreeOnes()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Cluster:Ports=fixed", "Cluster:Replicas=2", "Cluster:OperatorPage=false");
        var file = await cluster.WaitUntilUpAsync();

        Assert.Equal("http://localhost:15901", (string?)RunningCluster.Resource(file, "a")["endpoints"]!["grpc"]);
        Assert.Equal("http://localhost:15902", (string?)RunningCluster.Resource(file, "a")["endpoints"]!["http"]);
        Assert.NotEqual("http://localhost:15901", (string?)RunningCluster.Resource(file, "a-2")["endpoints"]!["grpc"]);
        Assert.NotEmpty(await RunningCluster.EnvironmentOfAsync(file, "a-2"));
    }

    [Fact]
    public async Task Start_WhenAPortIsTaken_NamesThePortAndItsHolderAndEnds()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        using var cluster = RunningCluster.Start("Test:Services=a", $"Test:Listener={port}");

        Assert.Equal(1, await cluster.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains($"listener cannot listen on tcp://127.0.0.1:{port}", cluster.Output, StringComparison.Ordinal);
        Assert.Contains($"(pid {Environment.ProcessId})", cluster.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(cluster.TraceFile), "a process was started all the same");
    }

    [Fact]
    public async Task Start_WhenAMigrationFails_TriesItAgainAndHoldsTheServiceBack()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Test:a:MigrateExitCode=7", "Cluster:RestartDelay=0.05");
        var file = await cluster.WaitForStateAsync("a-migrate", "CrashLoop");

        Assert.Equal(7, (int?)RunningCluster.Resource(file, "a-migrate")["exitCode"]);
        Assert.Equal("Waiting", (string?)RunningCluster.Resource(file, "a")["state"]);
        Assert.DoesNotContain("a started", await File.ReadAllTextAsync(cluster.TraceFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenAnotherClusterRunsOnTheFolder_IsRefusedAndLeavesThatOneAlone()
    {
        using var first = RunningCluster.Start("Test:Services=a");
        var before = await first.WaitUntilUpAsync();
        using var second = RunningCluster.StartIn(first.Folder, "Test:Services=a");

        Assert.Equal(1, await second.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains($"A cluster is already running on {first.Folder}", second.Output, StringComparison.Ordinal);
        Assert.Equal(before.ToJsonString(), (await first.WaitUntilUpAsync()).ToJsonString());
    }

    [Theory]
    [InlineData("Cluster:Ports=some", "Cluster:Ports is 'some'; it can be Fixed or Dynamic.")]
    [InlineData("Cluster:Replicas=0", "Cluster:Replicas is '0'; it can be a number from 1 to 16.")]
    [InlineData("Liwan:Database=Oracle", "Liwan:Database is 'Oracle'; it can be Sqlite or SqlServer.")]
    [InlineData("Liwan:Database=SqlServer", "a SQL Server container needs Aspire")]
    [InlineData("publisher=docker-compose", "Deployment files are written by Aspire")]
    public async Task Start_WhenASettingIsWrong_SaysWhatWouldBeRight(string setting, string expected)
    {
        using var cluster = RunningCluster.Start("Test:Services=a", setting);

        Assert.Equal(1, await cluster.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(expected, cluster.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", cluster.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenAConnectionStringIsConfigured_HandsItOnAndKeepsItOutOfTheFile()
    {
        const string secret = "Server=db.example;Database=a;Password=not-for-files";
        using var cluster = RunningCluster.Start("Test:Services=a", $"ConnectionStrings:a-db={secret}", "Test:Broker=true", "ConnectionStrings:messaging=amqp://mq.example");
        var file = await cluster.WaitUntilUpAsync();

        var environment = await RunningCluster.EnvironmentOfAsync(file, "a");
        Assert.Equal(secret, (string?)environment["ConnectionStrings__a-db"]);
        Assert.Equal("amqp://mq.example", (string?)environment["ConnectionStrings__messaging"]);
        Assert.Equal("""{"messaging":null,"a-db":null}""", file["connectionStrings"]!.ToJsonString());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cluster.Folder, "cluster.json")));
        }
    }
}
