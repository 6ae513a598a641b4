using CliWrap;
using CliWrap.Buffered;
using Xunit.Sdk;

namespace Liwan.Cluster.Tests;

/// <summary>The command line as its users call it: a process of its own.</summary>
internal sealed class LiwanCommand(ClusterProcess cluster, string? otlpEndpoint = null)
{
    private static readonly string[] EveryRole =
        ["--as", "clerk", "--as", "reviewer", "--as", "auditor", "--as", "operator", "--department", "*", "--for", "12h", "--name", "cluster-tests"];

    /// <summary>Runs a command that must end with exit code 0, and returns what it printed.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var result = await TryAsync(arguments);
        return result.ExitCode == 0
            ? result.StandardOutput
            : throw new XunitException($"liwan {string.Join(' ', arguments)} ended with {result.ExitCode}.\n{result.StandardOutput}\n{result.StandardError}");
    }

    /// <summary>Returns a token that may do what people may do in the cluster.</summary>
    public async Task<string> TokenAsync() => (await RunAsync(["login", "--print", .. EveryRole])).Trim();

    /// <summary>Logs in as all that people may be, for the commands that follow.</summary>
    public Task LogInAsync() => RunAsync(["login", .. EveryRole]);

    /// <summary>Runs a command, whatever comes of it.</summary>
    public async Task<BufferedCommandResult> TryAsync(params string[] arguments) =>
        await CliWrap.Cli.Wrap("dotnet")
            .WithArguments([SolutionPaths.Cli, .. arguments])
            .WithWorkingDirectory(SolutionPaths.Root)
            .WithEnvironmentVariables(variables => variables
                .Set("LIWAN_CLUSTER", cluster.ClusterFile)
                .Set("LIWAN_TOKEN", null)
                .Set("OTEL_EXPORTER_OTLP_ENDPOINT", otlpEndpoint))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
}
