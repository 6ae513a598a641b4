using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Commands.Judging;

/// <summary><c>liwan compare-years</c>.</summary>
internal static class ComparePlansCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "compare-years",
            "Show what became of a form's tasks and indicators since another year (年度比较): what came, what went, what changed, and both outcomes.");
        var selection = new FormSelection(command, many: false, required: true);
        var with = new Option<int?>("--with") { Description = "The older year; default: the year before.", HelpName = "YEAR" };
        command.Add(with);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var older = new FormName(name.Department, parsed.GetValue(with) ?? name.Year - 1);
            var request = new ComparePlansRequest { Name = name.TaskPlan, Older = older.TaskPlan };
            var answer = await session.Clients.TaskPlansAsync((c, o) => c.ComparePlansAsync(request, o), cancellationToken);
            if (session.Json)
            {
                session.PrintJson(PlanComparisonOutput.Document(name, older, answer));
            }
            else
            {
                PlanComparisonOutput.Compared(session.Console, name, older, answer);
            }

            return Services.ExitCode.Ok;
        });
        return command;
    }
}
