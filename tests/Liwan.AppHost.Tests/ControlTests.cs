using System.Diagnostics;
using System.Text.Json.Nodes;
using Liwan.AppHost.Local;

namespace Liwan.AppHost.Tests;

/// <summary>What an operator asks of a cluster that runs.</summary>
public class ControlTests
{
    [Fact]
    public async Task Stop_OfOneService_EndsItUntilItIsStartedAgain()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a");
        var before = RunningCluster.Resource(await cluster.WaitUntilUpAsync(), "a");

        var stopped = await AskAsync(cluster.Folder, "--stop", "a");
        var file = await cluster.WaitForStateAsync("a", "Stopped");
        Assert.Equal((0, "stop a: begun; --status shows how it goes"), stopped);
        Assert.Equal("stopped by an operator", (string?)RunningCluster.Resource(file, "a")["message"]);
        Assert.Equal("Running", (string?)RunningCluster.Resource(file, "b")["state"]);
        Assert.Equal((1, "a is Stopped: stop means nothing to it now."), await AskAsync(cluster.Folder, "--stop", "a"));

        Assert.Equal(0, (await AskAsync(cluster.Folder, "--start", "a")).ExitCode);
        var after = RunningCluster.Resource(await cluster.WaitUntilUpAsync(), "a");
        Assert.NotEqual((int?)before["pid"], (int?)after["pid"]);
        Assert.Equal((0, before["endpoints"]!.ToJsonString()), ((int)after["restarts"]!, after["endpoints"]!.ToJsonString()));
    }

    [Fact]
    public async Task Restart_OfOneService_GivesItANewProcessAtItsOldAddress()
    {
        using var cluster = RunningCluster.Start("Test:Services=a");
        var before = RunningCluster.Resource(await cluster.WaitUntilUpAsync(), "a");

        Assert.Equal(0, (await AskAsync(cluster.Folder, "--restart", "a")).ExitCode);

        var file = await cluster.WaitForAsync(
            now => (string?)now["state"] == "Running" && (int?)RunningCluster.Resource(now, "a")["pid"] != (int?)before["pid"], "a is up in another process");
        Assert.Equal(before["endpoints"]!.ToJsonString(), RunningCluster.Resource(file, "a")["endpoints"]!.ToJsonString());
    }

    [Fact]
    public async Task Stop_OfAServiceInACrashLoop_EndsTheLoop()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Test:a:CrashAfterStart=/nowhere", "Cluster:RestartDelay=0.05");
        await cluster.WaitForStateAsync("a", "CrashLoop");

        Assert.Equal(0, (await AskAsync(cluster.Folder, "--stop", "a")).ExitCode);

        await cluster.WaitForStateAsync("a", "Stopped");
    }

    [Fact]
    public async Task Commands_AboutWhatIsNotThere_SayWhatIs()
    {
        using var cluster = RunningCluster.Start("Test:Services=a");
        await cluster.WaitUntilUpAsync();

        Assert.Equal((1, "There is no process called 'x'; there are a-migrate, a."), await AskAsync(cluster.Folder, "--restart", "x"));
        Assert.Equal((1, "a is Running: start means nothing to it now."), await AskAsync(cluster.Folder, "--start", "a"));
        Assert.Equal((1, "a-migrate is Finished: stop means nothing to it now."), await AskAsync(cluster.Folder, "--stop", "a-migrate"));
    }

    [Fact]
    public async Task Status_OfARunningCluster_IsForPeopleAndForPrograms()
    {
        using var cluster = RunningCluster.Start("Test:Services=a");
        var file = await cluster.WaitUntilUpAsync();

        var (code, text) = await AskAsync(cluster.Folder, "--status");
        var (jsonCode, json) = await AskAsync(cluster.Folder, "--status", "--json");

        Assert.Equal((0, 0), (code, jsonCode));
        Assert.StartsWith($"Running, process {(int)file["pid"]!}, since ", text, StringComparison.Ordinal);
        Assert.Contains($"  a                        Running    {(int)RunningCluster.Resource(file, "a")["pid"]!}", text, StringComparison.Ordinal);
        Assert.Equal(file.ToJsonString(), JsonNode.Parse(json)!.ToJsonString());
    }

    [Fact]
    public async Task Commands_WithoutACluster_SaySo()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-").FullName;

        Assert.Equal((3, $"No cluster is running on {folder}."), await AskAsync(folder, "--status"));
        Assert.Equal("NotRunning", (string?)JsonNode.Parse((await AskAsync(folder, "--status", "--json")).Text)!["state"]);
        Assert.Equal((3, $"No cluster is running on {folder}."), await AskAsync(folder, "--stop"));
        Assert.Equal((3, $"No cluster is running on {folder}."), await AskAsync(folder, "--restart", "a"));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task Detach_LeavesAClusterBehindThatStopEnds()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-").FullName;
        var (code, text) = await AskAsync(folder, "--detach", "--Test:Services=a", "--Cluster:Ports=dynamic");
        Assert.True(code == 0, text);
        Assert.StartsWith("up after ", text, StringComparison.Ordinal);

        var again = await AskAsync(folder, "--detach", "--Test:Services=a", "--Cluster:Ports=dynamic");
        var status = await AskAsync(folder, "--status");
        var stopped = await AskAsync(folder, "--stop");

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("A cluster is already running on", again.Text, StringComparison.Ordinal);
        Assert.Equal((0, 0), (status.ExitCode, stopped.ExitCode));
        Assert.StartsWith("stopped after ", stopped.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await AskAsync(folder, "--status")).ExitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Detach_OfWhatCannotStart_ShowsWhy()
    {
        var folder = Directory.CreateTempSubdirectory("liwan-apphost-").FullName;

        var (code, text) = await AskAsync(folder, "--detach", "--Test:Services=a", "--Cluster:Ports=some");

        Assert.Equal(1, code);
        Assert.Contains("Cluster:Ports is 'some'; it can be Fixed or Dynamic.", text, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--stop --status", "--stop and --status cannot be asked for at once.")]
    [InlineData("--restart", "--restart needs the name of a process, such as reports; --status lists them.")]
    [InlineData("--start --Cluster:Ports=dynamic", "--start needs the name of a process, such as reports; --status lists them.")]
    public void Parse_OfWhatMeansNothing_SaysSo(string line, string message) =>
        Assert.Equal(message, Assert.Throws<DistributedApplicationException>(() => ClusterCommand.Parse(line.Split(' '))).Message);

    [Fact]
    public void Parse_LeavesTheSettings()
    {
        Assert.Null(ClusterCommand.Parse(["--Cluster:Ports=dynamic", "--json"]));
        Assert.Equal(["--Cluster:Ports=dynamic", "--Cluster:DataFolder=x"], ClusterCommand.Parse(["--Cluster:Ports=dynamic", "--stop", "a", "--Cluster:DataFolder=x"])!.Settings);
        Assert.Equal(("status", true), (ClusterCommand.Parse(["--status", "--json"])!.Verb, ClusterCommand.Parse(["--json", "--status"])!.AsJson));
    }

    private static async Task<(int ExitCode, string Text)> AskAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Liwan.AppHost.Tests.Cluster.dll"), .. arguments, $"--Cluster:DataFolder={folder}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var text = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(text).TrimEnd());
    }
}
