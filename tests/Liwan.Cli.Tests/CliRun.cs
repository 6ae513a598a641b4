using System.Text.Json;
using Liwan.Cli.Output;

namespace Liwan.Cli.Tests;

/// <summary>One run of the command line: exit code, stdout and stderr.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error, byte[] Bytes)
{
    /// <summary>The document that <c>--json</c> printed.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Runs a command line against services.</summary>
    public static Task<CliRun> Async(FakeServices services, params string[] args) =>
        Async(new Dictionary<string, string>
        {
            ["LIWAN_DEPARTMENTS"] = services.Address,
            ["LIWAN_BUDGETS"] = services.Address,
            ["LIWAN_TASKINDICATORS"] = services.Address,
            ["LIWAN_REPORTS"] = services.Address,
        }, args);

    /// <summary>Runs a command line with variables; no cluster is found from where it runs.</summary>
    public static Task<CliRun> Async(IReadOnlyDictionary<string, string> variables, params string[] args) =>
        Async(new CliEnvironment(variables.GetValueOrDefault, "/", TimeProvider.System), args);

    /// <summary>Runs a command line in an environment.</summary>
    public static async Task<CliRun> Async(CliEnvironment environment, params string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        await using var bytes = new MemoryStream();
        var code = await LiwanCommandLine.RunAsync(args, new CliConsole(output, error, () => bytes), environment);
        return new CliRun(code, output.ToString(), error.ToString(), bytes.ToArray());
    }
}
