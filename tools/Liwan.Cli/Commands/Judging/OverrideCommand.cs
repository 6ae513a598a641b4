using System.CommandLine;
using System.Globalization;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Commands.Judging;

/// <summary><c>liwan override</c>.</summary>
internal static class OverrideCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "override",
            """
            Put a reviewer's word on an indicator in the place of the reader's (人工认定), or take it back with --clear.

            It stays while the indicator's words stay what they are, also while the form is submitted.
            """);
        var selection = new FormSelection(command, many: false, required: true);
        var indicator = new Option<string>("--indicator", "-i")
        {
            Description = "Which one: the number of the task and that of the indicator, from 1, as liwan read shows them.",
            HelpName = "TASK.NUMBER",
            Required = true,
        };
        var outcome = new Option<string?>("--outcome") { Description = "The outcome that shall be in effect.", HelpName = "OUTCOME" };
        outcome.AcceptOnlyFromAmong([.. OutcomeWords.All.Select(OutcomeWords.OnTheWire)]);
        var reason = new Option<string?>("--reason") { Description = "Why.", HelpName = "TEXT" };
        var rate = new Option<string?>("--score-rate") { Description = "How much of its weight it earns, in percent, such as 92.5; for plans with a rule set.", HelpName = "PERCENT" };
        var clear = new Option<bool>("--clear") { Description = "Take the reviewer's word back." };
        indicator.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Place(token.Value) is null)
            {
                result.AddError($"--indicator '{token.Value}': expected two numbers from 1 with a dot between, e.g. 2.3.");
            }
        });
        command.Add(indicator);
        command.Add(outcome);
        command.Add(reason);
        command.Add(rate);
        command.Add(clear);
        command.Validators.Add(result =>
        {
            var says = result.GetResult(outcome) is not null && result.GetResult(reason) is not null;
            var takesBack = result.GetResult(clear) is not null;
            if (says == takesBack || (takesBack && result.GetResult(rate) is not null))
            {
                result.AddError("override: expected --outcome and --reason, or --clear alone.");
            }
        });
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var place = parsed.GetValue(indicator)!;
            using var operation = Tracing.Operation("override", name);
            var plan = await session.Clients.TaskPlansAsync((c, o) => c.GetTaskPlanAsync(new() { Name = name.TaskPlan }, o), cancellationToken);
            var uid = Find(plan, name, place).Uid;
            var after = parsed.GetValue(clear)
                ? await ClearAsync(session.Clients, plan, uid, cancellationToken)
                : await SayAsync(session.Clients, plan, uid, parsed.GetValue(outcome)!, parsed.GetValue(reason)!, parsed.GetValue(rate) ?? "", cancellationToken);
            var judged = Find(after, name, place);
            if (session.Json)
            {
                session.PrintJson(new OverrideDocument(name.Department, name.Year, JudgementOutput.Document(judged)));
            }
            else
            {
                JudgementOutput.Overridden(session.Console, name, judged);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Task<TaskPlan> SayAsync(
        ServiceClients clients, TaskPlan plan, string uid, string outcome, string reason, string rate, CancellationToken cancellationToken)
    {
        var request = new OverrideOutcomeRequest
        {
            Name = plan.Name,
            IndicatorUid = uid,
            Outcome = OutcomeWords.All.Single(known => OutcomeWords.OnTheWire(known) == outcome),
            Reason = reason,
            ScoreRate = rate,
            Etag = plan.Etag,
            RequestId = ServiceClients.NewRequestId(),
        };
        return clients.TaskPlansAsync((c, o) => c.OverrideOutcomeAsync(request, o), cancellationToken);
    }

    private static Task<TaskPlan> ClearAsync(ServiceClients clients, TaskPlan plan, string uid, CancellationToken cancellationToken)
    {
        var request = new ClearOutcomeOverrideRequest { Name = plan.Name, IndicatorUid = uid, Etag = plan.Etag, RequestId = ServiceClients.NewRequestId() };
        return clients.TaskPlansAsync((c, o) => c.ClearOutcomeOverrideAsync(request, o), cancellationToken);
    }

    private static JudgedIndicator Find(TaskPlan plan, FormName name, string place) =>
        JudgedIndicator.Of(plan).FirstOrDefault(judged => Place(place) == (judged.Task, judged.Number))
        ?? throw new ServiceException(new ServiceError
        {
            ExitCode = ExitCode.NotFound,
            Reason = "INDICATOR_NOT_FOUND",
            Message = $"{name} 没有第 {place} 个指标；各指标的序号见 liwan read",
        });

    private static (int Task, int Number)? Place(string text) =>
        text.Split('.') is [var task, var number] && Number(task) is { } i && Number(number) is { } j ? (i, j) : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
