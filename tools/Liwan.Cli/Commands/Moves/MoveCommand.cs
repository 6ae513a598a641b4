using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;

namespace Liwan.Cli.Commands.Moves;

/// <summary><c>liwan recall</c>, <c>return</c>, <c>accept</c>, <c>publish</c> and <c>unpublish</c>.</summary>
internal static class MoveCommand
{
    public static Command Create(CliRuntime runtime, FormMove move)
    {
        var command = new Command(move.Name, $"{move.Description} Each form by itself; one that is so already is a success.");
        var selection = new FormSelection(command, many: true, required: true);
        var jobs = ManyForms.JobsOption();
        command.Add(jobs);
        var reason = new Option<string>("--reason") { Description = move.Reason ?? "", HelpName = "TEXT", Required = true };
        if (move.Reason is not null)
        {
            command.Add(reason);
        }

        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            IReadOnlyList<FormName> names = selection.Forms(parsed);
            var given = move.Reason is null ? "" : parsed.GetValue(reason)!;
            var outcomes = await move.RunAsync(session, names, given, parsed.GetValue(jobs), cancellationToken);
            if (session.Json)
            {
                session.PrintJson(new MoveDocument([.. outcomes.Select(JsonOutput.Of)]));
            }
            else
            {
                ReviewOutput.Moved(session.Console, move, outcomes);
            }

            return outcomes.Max(outcome => outcome.Code);
        });
        return command;
    }
}
