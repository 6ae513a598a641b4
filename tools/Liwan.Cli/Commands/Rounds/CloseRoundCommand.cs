using System.CommandLine;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary><c>liwan round close</c>.</summary>
internal static class CloseRoundCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("close", "Close a round (截止): nothing can be submitted any more, review goes on.");
        var year = RoundCommand.YearOption();
        command.Add(year);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("round close");
            var request = new CloseRoundRequest { Name = RoundCommand.NameOf(parsed.GetValue(year)), RequestId = ServiceClients.NewRequestId() };
            RoundOutput.Print(session, await session.Clients.RoundsAsync((c, o) => c.CloseRoundAsync(request, o), cancellationToken), "closed", "已关闭");
            return ExitCode.Ok;
        });
        return command;
    }
}
