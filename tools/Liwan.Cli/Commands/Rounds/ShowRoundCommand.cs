using System.CommandLine;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary><c>liwan round show</c>.</summary>
internal static class ShowRoundCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("show", "Show a round: whether forms are taken, until when, and who is exempt.");
        var year = RoundCommand.YearOption();
        command.Add(year);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("round show");
            var request = new GetRoundRequest { Name = RoundCommand.NameOf(parsed.GetValue(year)) };
            RoundOutput.Print(session, await session.Clients.RoundsAsync((c, o) => c.GetRoundAsync(request, o), cancellationToken), "unchanged", "");
            return ExitCode.Ok;
        });
        return command;
    }
}
