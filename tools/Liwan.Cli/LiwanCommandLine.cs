using System.CommandLine;
using System.CommandLine.Invocation;
using Liwan.Cli.Commands.Auditing;
using Liwan.Cli.Commands.Bulk;
using Liwan.Cli.Commands.CarryOver;
using Liwan.Cli.Commands.Checking;
using Liwan.Cli.Commands.Fetching;
using Liwan.Cli.Commands.Filing;
using Liwan.Cli.Commands.Importing;
using Liwan.Cli.Commands.Judging;
using Liwan.Cli.Commands.Login;
using Liwan.Cli.Commands.Moves;
using Liwan.Cli.Commands.Outbox;
using Liwan.Cli.Commands.Registration;
using Liwan.Cli.Commands.Rendering;
using Liwan.Cli.Commands.Review;
using Liwan.Cli.Commands.Rounds;
using Liwan.Cli.Commands.Status;
using Liwan.Cli.Commands.Submission;
using Liwan.Cli.Commands.Watching;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli;

/// <summary>The command line as a whole.</summary>
internal static class LiwanCommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, CliConsole console, CliEnvironment environment, CancellationToken cancellationToken = default)
    {
        var runtime = new CliRuntime(console, environment);
        var root = new RootCommand(
            $"""
            liwan files, submits, watches and renders the 部门整体支出绩效自评表 of the departments of Liwan District.

            Results go to stdout, as one JSON document with --json; notices, progress and errors go to stderr.

            {ExitCode.Table}

            Environment: LIWAN_DEPARTMENTS, LIWAN_BUDGETS, LIWAN_TASKINDICATORS, LIWAN_REPORTS (URLs), LIWAN_CLUSTER (the AppHost's cluster.json), LIWAN_TOKEN (the token to call with), OTEL_EXPORTER_OTLP_ENDPOINT (spans go there).
            """);
        runtime.AddOptions(root);
        root.Add(LoginCommand.Create(runtime));
        root.Add(LogoutCommand.Create(runtime));
        root.Add(WhoamiCommand.Create(runtime));
        root.Add(RegisterCommand.Create(runtime));
        root.Add(RoundCommand.Create(runtime));
        root.Add(FileCommand.Create(runtime));
        root.Add(CheckCommand.Create(runtime));
        root.Add(SubmitCommand.Create(runtime));
        root.Add(StatusCommand.Create(runtime));
        root.Add(MoveCommand.Create(runtime, FormMove.Recall));
        root.Add(MoveCommand.Create(runtime, FormMove.Return));
        root.Add(MoveCommand.Create(runtime, FormMove.Accept));
        root.Add(MoveCommand.Create(runtime, FormMove.Publish));
        root.Add(MoveCommand.Create(runtime, FormMove.Unpublish));
        root.Add(CommentCommand.Create(runtime));
        root.Add(ReadCommand.Create(runtime));
        root.Add(OverrideCommand.Create(runtime));
        root.Add(ScoreCommand.Create(runtime));
        root.Add(ScoreCommand.CreateRuleSets(runtime));
        root.Add(ComparePlansCommand.Create(runtime));
        root.Add(HistoryCommand.Create(runtime));
        root.Add(CompareCommand.Create(runtime));
        root.Add(CarryOverCommand.Create(runtime));
        root.Add(RenderCommand.Create(runtime));
        root.Add(FetchCommand.Create(runtime));
        root.Add(BlankCommand.Create(runtime));
        root.Add(ImportFormCommand.Create(runtime));
        root.Add(ImportCommand.Create(runtime));
        root.Add(ExportCommand.Create(runtime));
        root.Add(AuditCommand.Create(runtime));
        root.Add(OutboxCommand.Create(runtime));
        root.Add(WatchCommand.Create(runtime));

        var result = root.Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = console.OutputWriter,
            Error = console.ErrorWriter,
            EnableDefaultExceptionHandler = false,
        };
        if (result.Errors.Count == 0)
        {
            return await result.InvokeAsync(invocation, cancellationToken);
        }

        if (result.Action is ParseErrorAction action)
        {
            action.ShowHelp = false;
        }

        await result.InvokeAsync(invocation, cancellationToken);
        return ExitCode.Usage;
    }
}
