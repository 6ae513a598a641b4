using System.CommandLine;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary><c>liwan round reopen</c>.</summary>
internal static class ReopenRoundCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("reopen", "Open a closed round again (重新开放).");
        var year = RoundCommand.YearOption();
        command.Add(year);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("round reopen");
            var request = new ReopenRoundRequest { Name = RoundCommand.NameOf(parsed.GetValue(year)), RequestId = ServiceClients.NewRequestId() };
            RoundOutput.Print(session, await session.Clients.RoundsAsync((c, o) => c.ReopenRoundAsync(request, o), cancellationToken), "reopened", "已重新开放");
            return ExitCode.Ok;
        });
        return command;
    }
}
