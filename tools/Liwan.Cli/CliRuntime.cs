using System.CommandLine;
using Liwan.Cli.Identity;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli;

/// <summary>What all commands share: the options that stand on each, and how a command runs and fails.</summary>
internal sealed class CliRuntime(CliConsole console, CliEnvironment environment)
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document to stdout instead of tables.", Recursive = true };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "How long one call to a service may take, its repeats included.",
        HelpName = "SECONDS",
        Recursive = true,
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<string[]> _endpoints = new("--endpoint")
    {
        Description = $"Where a service is; NAME is one of {string.Join(", ", ServiceAddresses.Names)}. Default: ports 5101, 5111, 5121 and 5131 of localhost.",
        HelpName = "NAME=URL",
        Recursive = true,
    };

    private readonly Option<string?> _cluster = new("--cluster")
    {
        Description = "The cluster.json of a running AppHost, which says where the services are.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _tokenFile = new(CallerToken.TokenFileOption)
    {
        Description = $"A file that holds the token to call with. Default: {CallerToken.Variable}, else what liwan login keeps.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<string?> _authorities = new("--ca")
    {
        Description = $"PEM file of the authorities that the services' certificates come from; those of the system by default. Else {ServiceAuthorities.Variable}.",
        HelpName = "FILE",
        Recursive = true,
    };

    private readonly Option<bool> _plainHttp = new(CallerToken.PlainHttpOption)
    {
        Description = "Send the token over plain http to other machines too, for anybody on the way to read.",
        Recursive = true,
    };

    public void AddOptions(RootCommand root)
    {
        _timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 86_400))
            {
                result.AddError("--timeout: expected seconds, more than 0 and at most 86400.");
            }
        });
        root.Add(_json);
        root.Add(_timeout);
        root.Add(_endpoints);
        root.Add(_cluster);
        root.Add(_tokenFile);
        root.Add(_plainHttp);
        root.Add(_authorities);
    }

    /// <summary>Makes <paramref name="run"/> the action of a command; what it throws becomes a message and an exit code.</summary>
    public void SetAction(Command command, Func<ParseResult, CliSession, CancellationToken, Task<int>> run) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, () => CallServicesAsync(parsed, run, cancellationToken), cancellationToken));

    /// <summary>Makes <paramref name="run"/> the action of a command that calls no service.</summary>
    public void SetLocalAction(Command command, Func<ParseResult, LocalSession, int> run) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed,
            () => Task.FromResult(run(parsed, new LocalSession(console, environment, parsed.GetValue(_cluster), parsed.GetValue(_tokenFile), parsed.GetValue(_json)))),
            cancellationToken));

    private async Task<int> CallServicesAsync(
        ParseResult parsed, Func<ParseResult, CliSession, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        var addresses = ServiceAddresses.Resolve(parsed.GetValue(_endpoints) ?? [], parsed.GetValue(_cluster), environment.Variable);
        var token = CallerToken.Choose(parsed.GetValue(_tokenFile), parsed.GetValue(_cluster), environment);
        token?.ThrowIfExpired(environment.Time);
        if (!parsed.GetValue(_plainHttp))
        {
            token?.ThrowIfOverPlainHttp(addresses);
        }

        using var tracing = Tracing.Start(environment.Variable);
        var authorities = ServiceAuthorities.Read(parsed.GetValue(_authorities), environment.Variable);
        using var clients = new ServiceClients(addresses, authorities, TimeSpan.FromSeconds(parsed.GetValue(_timeout)), token, console.Notice);
        return await run(parsed, new CliSession(console, clients, parsed.GetValue(_json)), cancellationToken);
    }

    private async Task<int> RunAsync(ParseResult parsed, Func<Task<int>> run, CancellationToken cancellationToken)
    {
        var json = parsed.GetValue(_json);
        try
        {
            return await run();
        }
        catch (ServiceException e)
        {
            return Fail(e.Error, json);
        }
        catch (UsageException e)
        {
            await console.ErrorWriter.WriteLineAsync(e.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await console.ErrorWriter.WriteLineAsync("已中断；重新运行同一命令即可接着做完");
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(new ServiceError { ExitCode = ExitCode.Refused, Reason = "FILE_NOT_ACCESSIBLE", Message = $"文件读写失败：{e.Message}" }, json);
        }
        catch (Exception e)
        {
            return Fail(new ServiceError { ExitCode = ExitCode.Internal, Reason = "CLI_FAILED", Message = $"liwan 自身出错，请报告：{e}" }, json);
        }
    }

    private int Fail(ServiceError error, bool json)
    {
        if (json)
        {
            console.OutputWriter.WriteLine(JsonOutput.Serialize(new FailureDocument(error)));
        }

        HumanOutput.Error(console, error);
        return error.ExitCode;
    }
}

/// <summary>What one command works with.</summary>
internal sealed record CliSession(CliConsole Console, ServiceClients Clients, bool Json)
{
    public void PrintJson<T>(T document) => Console.OutputWriter.WriteLine(JsonOutput.Serialize(document));
}

/// <summary>What a command works with that calls no service.</summary>
/// <param name="Console">Where it writes.</param>
/// <param name="Environment">The machine.</param>
/// <param name="ClusterFile">What <c>--cluster</c> says.</param>
/// <param name="TokenFile">What <c>--token-file</c> says.</param>
/// <param name="Json">Whether one JSON document is wanted.</param>
internal sealed record LocalSession(CliConsole Console, CliEnvironment Environment, string? ClusterFile, string? TokenFile, bool Json)
{
    /// <summary>Prints the result for scripts or for people.</summary>
    public void Print<T>(T document, string text)
    {
        if (Json)
        {
            Console.OutputWriter.WriteLine(JsonOutput.Serialize(document));
        }
        else
        {
            HumanOutput.Line(Console, text);
        }
    }
}
