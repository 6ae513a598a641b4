using Grpc.Core;
using Liwan.Cli.Services;
using Liwan.Testing;
using Liwan.Testing.Otlp;

namespace Liwan.Cli.Tests;

/// <summary>What holds for every command: exit codes, endpoints, traces.</summary>
public sealed class CommandLineTests : IAsyncLifetime, IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly TemporaryFolder _folder = new();
    private FakeServices _services = null!;

    public async Task InitializeAsync() => _services = await FakeServices.StartAsync();

    public async Task DisposeAsync() => await _services.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("status", "--bogus")]
    [InlineData("file")]
    [InlineData("submit")]
    [InlineData("submit", "--department", "npc-office")]
    [InlineData("submit", "--year", "2021")]
    [InlineData("status", "--year", "1999")]
    [InlineData("status", "--department", "NPC")]
    [InlineData("status", "--wait-archived", "5")]
    [InlineData("status", "--timeout", "0")]
    [InlineData("status", "--endpoint", "reports")]
    [InlineData("status", "--endpoint", "reports=ftp://x")]
    [InlineData("status", "--cluster", "/no/such/cluster.json")]
    [InlineData("return", "--department", "npc-office", "--year", "2021")]
    [InlineData("render", "--department", "npc-office", "--year", "2021", "-o", "-", "--format", "odt")]
    [InlineData("render", "--department", "npc-office", "--year", "2021", "-o", "-", "--revision", "0")]
    public async Task Run_WhenTheCommandLineIsWrong_IsUsageAndSaysSoOnStderr(params string[] args)
    {
        var run = await CliRun.Async(Nothing, args);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal("", run.Output.Trim());
        Assert.NotEqual("", run.Error.Trim());
    }

    [Fact]
    public async Task Help_PrintsTheExitCodes()
    {
        var run = await CliRun.Async(Nothing, "--help");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.All(ExitCode.Table.ReplaceLineEndings("\n").Split('\n'), line => Assert.Contains(line, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WhenNoServiceListens_IsUnreachableAndNamesServiceAndAddress()
    {
        var run = await CliRun.Async(Nothing, "status", "--timeout", "3", "--endpoint", "reports=http://127.0.0.1:1", "--json");

        Assert.Equal(ExitCode.Unreachable, run.ExitCode);
        var error = run.Json.GetProperty("error");
        Assert.Equal("UNAVAILABLE", error.GetProperty("status").GetString());
        Assert.StartsWith("连不上服务 reports（http://127.0.0.1:1）", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, 1)]
    [InlineData(StatusCode.FailedPrecondition, 1)]
    [InlineData(StatusCode.Unavailable, 3)]
    [InlineData(StatusCode.DeadlineExceeded, 3)]
    [InlineData(StatusCode.NotFound, 4)]
    [InlineData(StatusCode.Aborted, 5)]
    [InlineData(StatusCode.Internal, 6)]
    [InlineData(StatusCode.Unimplemented, 6)]
    public async Task Run_WhenAServiceAnswersAnError_HasItsExitCode(StatusCode status, int code)
    {
        _services.FailNext("ListReports", status, times: int.MaxValue);

        Assert.Equal(code, (await CliRun.Async(_services, "status", "--timeout", status == StatusCode.Unavailable ? "1" : "60")).ExitCode);
    }

    [Fact]
    public async Task Run_WhenAServiceIsSilent_EndsAtTheTimeout()
    {
        using var silence = new ManualResetEventSlim();
        _services.Before = (_, _) => silence.Wait(TimeSpan.FromSeconds(20));

        var run = await CliRun.Async(_services, "status", "--timeout", "0.5");
        silence.Set();

        Assert.Equal(ExitCode.Unreachable, run.ExitCode);
        Assert.Contains("没有在限定时间内答复", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithAClusterFile_FindsAReplicaThatIsUp()
    {
        var file = _folder.File("cluster.json");
        await File.WriteAllTextAsync(file, $$"""
            {
              "format": 1, "state": "Running", "pid": 1,
              "resources": [
                { "name": "rabbitmq", "resource": "rabbitmq", "state": "Running", "endpoints": { "amqp": "tcp://127.0.0.1:5672" } },
                { "name": "reports", "resource": "reports", "replica": 1, "state": "Restarting", "endpoints": { "grpc": "http://127.0.0.1:1" } },
                { "name": "reports-2", "resource": "reports", "replica": 2, "state": "Running", "endpoints": { "grpc": "{{_services.Address}}", "http": "http://127.0.0.1:1" } }
              ]
            }
            """);

        var byOption = await CliRun.Async(Nothing, "status", "--cluster", file);
        var byVariable = await CliRun.Async(new Dictionary<string, string> { ["LIWAN_CLUSTER"] = file }, "status");
        var overridden = await CliRun.Async(Nothing, "status", "--cluster", file, "--endpoint", "reports=http://127.0.0.1:1", "--timeout", "0.3");

        Assert.Equal([ExitCode.Ok, ExitCode.Ok, ExitCode.Unreachable], new[] { byOption, byVariable, overridden }.Select(run => run.ExitCode));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"resources": [1]}""")]
    public async Task Run_WithABrokenClusterFile_IsUsage(string content)
    {
        var file = _folder.File("cluster.json");
        await File.WriteAllTextAsync(file, content);

        Assert.Equal(ExitCode.Usage, (await CliRun.Async(Nothing, "status", "--cluster", file)).ExitCode);
    }

    [Fact]
    public async Task Run_OfAnOperation_CarriesASampledTraceOfItsOwn()
    {
        await CliRun.Async(_services, "status");
        await CliRun.Async(_services, "status");

        var traces = _services.Calls.Select(call => call.TraceParent!.Split('-')).ToList();
        Assert.All(traces, trace => Assert.Equal("01", trace[3]));
        Assert.Equal(2, traces.Select(trace => trace[1]).Distinct().Count());
    }

    [Fact]
    public async Task Run_WithAnOtlpEndpoint_ExportsTheSpanThatIsTheParentOnTheWire()
    {
        await using var collector = await TraceCollector.StartAsync();
        Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint);
        try
        {
            await CliRun.Async(
                new Dictionary<string, string> { ["LIWAN_REPORTS"] = _services.Address, ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint }, "status");
        }
        finally
        {
            Environment.SetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT", null);
        }

        var wire = Assert.Single(_services.Calls).TraceParent!.Split('-');
        var call = Assert.Single(collector.Spans, span => span.SpanId == wire[2]);
        // Other tests of this process are heard too.
        var operation = Assert.Single(collector.Spans, span => span.Name == "liwan list" && span.TraceId == wire[1]);
        Assert.Equal((wire[1], operation.SpanId), (call.TraceId, call.ParentSpanId));
        Assert.Equal(("", "liwan", "liwan"), (operation.ParentSpanId, operation.Service, call.Service));
    }
}
