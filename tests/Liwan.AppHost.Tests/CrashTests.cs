using System.Net;
using System.Net.Sockets;

namespace Liwan.AppHost.Tests;

public class CrashTests
{
    [Fact]
    public async Task Crash_WhenAServiceIsKilled_StartsItAgainAtItsOldAddress()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a", "Cluster:RestartDelay=0.05");
        var before = RunningCluster.Resource(await cluster.WaitUntilUpAsync(), "a");
        RunningCluster.Signal((int)before["pid"]!, RunningCluster.SigKill);

        var file = await cluster.WaitForAsync(
            now => (string?)now["state"] == "Running" && (int?)RunningCluster.Resource(now, "a")["restarts"] == 1, "a is up again");
        var after = RunningCluster.Resource(file, "a");
        Assert.NotEqual((int?)before["pid"], (int?)after["pid"]);
        Assert.Equal(before["endpoints"]!.ToJsonString(), after["endpoints"]!.ToJsonString());
        Assert.Equal(0, (int?)RunningCluster.Resource(file, "b")["restarts"]);
        Assert.Contains("a ended by SIGKILL after", cluster.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crash_WhenAServiceEndsAgainAndAgain_IsNamedACrashLoopWithItsLastLinesAndRecovers()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-");
        var repaired = Path.Combine(folder.FullName, "repaired");
        using (var cluster = RunningCluster.Start("Test:Services=a", $"Test:a:CrashAfterStart={repaired}", "Cluster:RestartDelay=0.05"))
        {
            var file = await cluster.WaitForStateAsync("a", "CrashLoop");
            Assert.Equal(3, (int?)RunningCluster.Resource(file, "a")["exitCode"]);
            await cluster.WaitForOutputAsync(
                output => output.Contains("a crash loop: ended 3 times in a row, now ended with exit code 3", StringComparison.Ordinal)
                    && output.Contains("a: about to fail on purpose", StringComparison.Ordinal),
                "the loop is named");
            // 0.05 s, then twice that, then twice that again.
            Assert.Contains("next start in 0.05 s", cluster.Output, StringComparison.Ordinal);
            Assert.Contains("next start in 0.1 s", cluster.Output, StringComparison.Ordinal);
            Assert.Contains("next start in 0.2 s", cluster.Output, StringComparison.Ordinal);

            await File.WriteAllTextAsync(repaired, "");
            file = await cluster.WaitUntilUpAsync();
            Assert.True((int)RunningCluster.Resource(file, "a")["restarts"]! >= 3);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Crash_WhenThePortIsTakenMeanwhile_NamesTheThiefAndGoesOnOnceItIsFree()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Cluster:RestartDelay=1");
        var before = RunningCluster.Resource(await cluster.WaitUntilUpAsync(), "a");
        RunningCluster.Signal((int)before["pid"]!, RunningCluster.SigKill);
        await cluster.WaitForStateAsync("a", "Restarting");
        var port = new Uri((string)before["endpoints"]!["http"]!).Port;
        using (var thief = new TcpListener(IPAddress.Loopback, port))
        {
            thief.Start();
            await cluster.WaitForAsync(
                file => ((string?)RunningCluster.Resource(file, "a")["message"])?.Contains(
                    $"port {port} is taken by dotnet (pid {Environment.ProcessId})", StringComparison.Ordinal) == true,
                "the thief is named");
        }

        var after = RunningCluster.Resource(await cluster.WaitUntilUpAsync(), "a");
        Assert.Equal(before["endpoints"]!.ToJsonString(), after["endpoints"]!.ToJsonString());
    }

    [Fact]
    public async Task Health_WhenARunningServiceTurnsUnhealthy_IsShownWithTheReasonUntilItIsHealthyAgain()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-");
        var unhealthy = Path.Combine(folder.FullName, "unhealthy");
        using (var cluster = RunningCluster.Start("Test:Services=a", $"Test:a:UnhealthyWhile={unhealthy}"))
        {
            await cluster.WaitUntilUpAsync();
            await File.WriteAllTextAsync(unhealthy, "");
            var file = await cluster.WaitForStateAsync("a", "Unhealthy");
            Assert.Equal("Degraded", (string?)file["state"]);
            Assert.EndsWith("/health answers 503 told to be unhealthy", (string?)RunningCluster.Resource(file, "a")["message"], StringComparison.Ordinal);

            File.Delete(unhealthy);
            file = await cluster.WaitUntilUpAsync();
            Assert.Null((string?)RunningCluster.Resource(file, "a")["message"]);
            Assert.Equal(0, (int?)RunningCluster.Resource(file, "a")["restarts"]);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Output_WhenAServiceWrites_CarriesItsName()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,longer");
        var file = await cluster.WaitUntilUpAsync();
        await RunningCluster.SayAsync(file, "a", "您好 from a");
        await RunningCluster.SayAsync(file, "longer", "hello from longer");

        var width = "longer-migrate".Length;
        await cluster.WaitForOutputAsync(
            output => output.Contains("\n" + "a".PadRight(width) + " | 您好 from a\n", StringComparison.Ordinal)
                && output.Contains("\n" + "longer".PadRight(width) + " | hello from longer\n", StringComparison.Ordinal),
            "both lines with their prefix");
        Assert.DoesNotContain('\u001b', cluster.Output);
    }
}
