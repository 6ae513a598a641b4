namespace Liwan.AppHost.Tests;

public class StopTests
{
    private static readonly TimeSpan OrderlyLimit = TimeSpan.FromSeconds(10);
    // A killed process is gone once the kernel gets round to it.
    private static readonly TimeSpan MomentToVanish = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ViolentLimit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Stop_WhenTerminated_EndsDependentsFirstAndLeavesNothing()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a,c:a:b", "Test:b:Grandchild=600");
        await cluster.WaitUntilUpAsync();
        cluster.Signal(RunningCluster.SigTerm);

        Assert.Equal(0, await cluster.ExitAsync(OrderlyLimit));
        await cluster.AssertNothingLeftAsync(MomentToVanish);
        var stops = (await File.ReadAllLinesAsync(cluster.TraceFile)).Where(line => line.EndsWith("stopping", StringComparison.Ordinal));
        Assert.Equal(["c stopping", "b stopping", "a stopping"], stops);
    }

    [Fact]
    public async Task Stop_WhenAServiceDoesNotObey_KillsItInTime()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a", "Test:a:IgnoreSigterm=yes", "Test:b:IgnoreSigterm=yes");
        await cluster.WaitUntilUpAsync();
        cluster.Signal(RunningCluster.SigTerm);

        Assert.Equal(0, await cluster.ExitAsync(OrderlyLimit));
        await cluster.AssertNothingLeftAsync(MomentToVanish);
        Assert.Contains("a did not end within", cluster.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhenAskedWhileServicesAreStillStarting_LeavesNothing()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a,c", "Test:b:CrashAfterStart=never");
        await cluster.WaitForAsync(_ => true, "the first state is written");
        cluster.Signal(RunningCluster.SigTerm);

        Assert.Equal(0, await cluster.ExitAsync(OrderlyLimit));
        await cluster.AssertNothingLeftAsync(MomentToVanish);
    }

    [Fact]
    public async Task Stop_WhenTheAppHostIsKilled_LeavesNoServiceAndNoneOfItsChildren()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a", "Test:a:Grandchild=600", "Test:b:IgnoreSigterm=yes");
        await cluster.WaitUntilUpAsync();
        Assert.Contains(cluster.Survivors(), line => line.Contains("sleep 600", StringComparison.Ordinal));
        cluster.Signal(RunningCluster.SigKill);

        await cluster.AssertNothingLeftAsync(ViolentLimit);
    }

    [Fact]
    public async Task Stop_WhenTheDotnetRunThatStartedItIsKilled_LeavesNothing()
    {
        using var cluster = RunningCluster.StartThroughDotnetRun("Test:Services=a");
        await cluster.WaitUntilUpAsync();
        cluster.Signal(RunningCluster.SigKill);

        await cluster.AssertNothingLeftAsync(ViolentLimit);
    }
}
