using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Commands.Judging;

/// <summary><c>liwan score</c> and <c>liwan rule-sets</c>.</summary>
internal static class ScoreCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "score",
            """
            Show the score of a form by the rule set that it chose (计分): the points of each part and indicator, and why.

            The rate of execution is that of the form's budget.
            """);
        var selection = new FormSelection(command, many: false, required: true);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            using var operation = Tracing.Operation("score", name);
            var budget = await session.Clients.BudgetsAsync((c, o) => c.GetBudgetAsync(new() { Name = name.Budget }, o), cancellationToken);
            var rate = PrintedFigures.Rate(budget.Total is { HasCompletionRateBasisPoints: true } total ? total.CompletionRateBasisPoints : null).TrimEnd('%');
            // What was paid back beyond what was spent earns nothing, as nothing spent does.
            var request = new ScoreTaskPlanRequest { Name = name.TaskPlan, BudgetExecutionRate = rate.StartsWith('-') ? "0" : rate };
            var score = await session.Clients.TaskPlansAsync((c, o) => c.ScoreTaskPlanAsync(request, o), cancellationToken);
            if (session.Json)
            {
                session.PrintJson(ScoreOutput.Document(name, score));
            }
            else
            {
                ScoreOutput.Score(session.Console, name, score);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    public static Command CreateRuleSets(CliRuntime runtime)
    {
        var command = new Command("rule-sets", "List the rule sets that a form may choose to be scored by (计分规则).");
        runtime.SetAction(command, async (_, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("rule-sets");
            var answer = await session.Clients.TaskPlansAsync((c, o) => c.ListRuleSetsAsync(new(), o), cancellationToken);
            if (session.Json)
            {
                session.PrintJson(ScoreOutput.Document(answer.RuleSets));
            }
            else
            {
                ScoreOutput.RuleSets(session.Console, answer.RuleSets);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
