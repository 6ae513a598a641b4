using System.Net;
using System.Net.Sockets;
using Liwan.AppHost.Local;

namespace Liwan.AppHost.Tests;

/// <summary>The operator page of a running cluster.</summary>
public class PageTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    [Fact]
    public async Task Page_OfARunningCluster_ShowsItsProcessesAndWhatTheyWrite()
    {
        using var cluster = RunningCluster.Start("Test:Services=a,b:a");
        var file = await cluster.WaitUntilUpAsync();
        var page = (string)file["operatorPage"]!["url"]!;
        await RunningCluster.SayAsync(file, "a", "a word of a");
        await cluster.WaitForOutputAsync(output => output.Contains("a word of a", StringComparison.Ordinal), "a has spoken");

        var resources = await Http.GetStringAsync($"{page}/resources");
        foreach (var name in new[] { "a", "a-migrate", "b", "b-migrate" })
        {
            Assert.Contains($"<a href=\"/console/{name}\">{name}</a>", resources, StringComparison.Ordinal);
        }

        Assert.Contains($">{(int)RunningCluster.Resource(file, "b")["pid"]!}</td>", resources, StringComparison.Ordinal);
        Assert.Contains((string)RunningCluster.Resource(file, "b")["endpoints"]!["http"]!, resources, StringComparison.Ordinal);
        Assert.Contains(">a word of a</div>", await Http.GetStringAsync($"{page}/console/a"), StringComparison.Ordinal);
        Assert.Contains($"operator page: {page}", cluster.Output, StringComparison.Ordinal);
        var environment = await RunningCluster.EnvironmentOfAsync(file, "a");
        Assert.Equal((string?)file["operatorPage"]!["otlpGrpc"], (string?)environment["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.Equal("grpc", (string?)environment["OTEL_EXPORTER_OTLP_PROTOCOL"]);
    }

    [Fact]
    public async Task Page_WhenItIsNotWanted_IsNotThereAndServicesSendNothing()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Cluster:OperatorPage=false");
        var file = await cluster.WaitUntilUpAsync();

        Assert.Null(file["operatorPage"]);
        Assert.Null((await RunningCluster.EnvironmentOfAsync(file, "a"))["OTEL_EXPORTER_OTLP_ENDPOINT"]);
    }

    [Fact]
    public async Task Page_BeyondLoopback_AsksForTheTokenOfItsFile()
    {
        using var cluster = RunningCluster.Start("Test:Services=a", "Cluster:OperatorPageAddress=0.0.0.0");
        var file = await cluster.WaitUntilUpAsync();
        var port = new Uri((string)file["operatorPage"]!["url"]!).Port;
        using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}/resources"));

        Assert.Equal((HttpStatusCode.Redirect, "/login"), (answer.StatusCode, answer.Headers.Location?.AbsolutePath));
        var tokenFile = Path.Combine(cluster.Folder, "operator-page-token");
        Assert.Contains($"its login token is in {tokenFile}", cluster.Output, StringComparison.Ordinal);
        var token = (await File.ReadAllTextAsync(tokenFile)).Trim();
        Assert.Equal(32, token.Length);
        Assert.DoesNotContain(token, cluster.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(tokenFile));
        }
    }

    [Fact]
    public async Task Start_WhenThePortOfThePageIsTaken_NamesItAndEnds()
    {
        // Where another cluster has it, that is as good.
        using var holder = new TcpListener(IPAddress.Loopback, 18888);
        var isOurs = TryStart(holder);
        using var cluster = RunningCluster.Start("Test:Services=a", "Cluster:Ports=fixed");

        Assert.Equal(1, await cluster.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("The operator page cannot listen on http://localhost:18888: port 18888 is taken", cluster.Output, StringComparison.Ordinal);
        Assert.Contains("--Cluster:OperatorPage=false does without it.", cluster.Output, StringComparison.Ordinal);
        Assert.Equal(isOurs, cluster.Output.Contains($"(pid {Environment.ProcessId})", StringComparison.Ordinal));
        Assert.False(File.Exists(cluster.TraceFile), "a process was started all the same");
    }

    [Fact]
    public void Receiver_WhenItsPortIsTaken_TakesAnotherAndSaysSo()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        using var output = new StringWriter();

        var chosen = ClusterPage.FixedOrFree(port, new ClusterConsole(output, colour: false, []));
        Assert.NotEqual(port, chosen);
        Assert.Equal(
            $"apphost | port {port} is taken by {PortHolder.Find(port)}: telemetry is received on {chosen} instead{output.NewLine}", output.ToString());
    }

    [Theory]
    [InlineData("Cluster:OperatorPage=perhaps", "Cluster:OperatorPage is 'perhaps'; it can be true or false.")]
    [InlineData("Cluster:OperatorPageAddress=here", "Cluster:OperatorPageAddress is 'here'; it can be an IP address, such as 0.0.0.0.")]
    public async Task Start_WithASettingThatMakesNoSense_SaysWhatItCanBe(string setting, string expected)
    {
        using var cluster = RunningCluster.Start("Test:Services=a", setting);

        Assert.Equal(1, await cluster.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains(expected, cluster.Output, StringComparison.Ordinal);
    }

    private static bool TryStart(TcpListener listener)
    {
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
