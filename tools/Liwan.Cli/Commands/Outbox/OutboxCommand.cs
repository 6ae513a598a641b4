using System.CommandLine;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Events.V1;

namespace Liwan.Cli.Commands.Outbox;

/// <summary><c>liwan outbox</c>.</summary>
internal static class OutboxCommand
{
    private static readonly string[] Consumers = ["departments", "budgets", "taskindicators", "reports"];

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("outbox", "Look after the events on their way out (事件发件箱), and those that a consumer could not take.");
        command.Add(OutboxListCommand.Create(runtime));
        command.Add(Show(runtime));
        command.Add(Redrive(runtime));
        command.Add(Replay(runtime));
        command.Add(Purge(runtime));
        command.Add(Errors(runtime));
        command.Add(RedriveErrors(runtime));
        return command;
    }

    private static Command Show(CliRuntime runtime)
    {
        var command = new Command("show", "Show one event (查看事件).");
        var id = new Argument<string>("ID") { Description = "The message id, with or without outboxEvents/." };
        command.Add(id);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var request = new GetOutboxEventRequest { Name = Name(parsed.GetValue(id)!) };
            var found = await session.Clients.OutboxAsync((client, options) => client.GetOutboxEventAsync(request, options), cancellationToken);
            return OutboxOutput.Print(session, OutboxOutput.Of(found), () => OutboxOutput.Event(session.Console, found));
        });
        return command;
    }

    private static Command Redrive(CliRuntime runtime)
    {
        var command = new Command("redrive", "Send parked and failing events again at once (重新发送失败事件).");
        var ids = new Argument<string[]>("ID") { Description = "Message ids; default: all that are parked or failing.", Arity = ArgumentArity.ZeroOrMore };
        command.Add(ids);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var request = new RedriveOutboxEventsRequest { Names = { (parsed.GetValue(ids) ?? []).Select(Name) }, RequestId = ServiceClients.NewRequestId() };
            var answer = await session.Clients.OutboxAsync((client, options) => client.RedriveOutboxEventsAsync(request, options), cancellationToken);
            return OutboxOutput.Count(session, answer.RedrivenCount, $"已将 {answer.RedrivenCount} 个事件重新排入发送");
        });
        return command;
    }

    private static Command Replay(CliRuntime runtime)
    {
        var command = new Command("replay", "Send events once more that were sent already (重放已发送事件), with the ids they had.");
        var since = TimeOption.Create("--since", "Events made from this time on.", required: true);
        var until = TimeOption.Create("--until", "Events made before this time.");
        var report = new Option<string>("--report") { Description = "Only events of this report, departments/ID/reports/YEAR.", HelpName = "NAME", DefaultValueFactory = _ => "" };
        command.Add(since);
        command.Add(until);
        command.Add(report);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var request = new ReplayOutboxEventsRequest
            {
                StartTime = TimeOption.Read(parsed.GetValue(since)),
                EndTime = TimeOption.Read(parsed.GetValue(until)),
                Report = parsed.GetValue(report)!,
                RequestId = ServiceClients.NewRequestId(),
            };
            var answer = await session.Clients.OutboxAsync((client, options) => client.ReplayOutboxEventsAsync(request, options), cancellationToken);
            return OutboxOutput.Count(session, answer.ReplayedCount, $"已将 {answer.ReplayedCount} 个已发送事件排入重放");
        });
        return command;
    }

    private static Command Purge(CliRuntime runtime)
    {
        var command = new Command("purge", "Forget events that were sent before a time (清理已发送事件), ahead of the retention.");
        var before = TimeOption.Create("--before", "Events that were sent before this time.", required: true);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say how many it would be, and change nothing." };
        command.Add(before);
        command.Add(dryRun);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var only = parsed.GetValue(dryRun);
            var request = new PurgeOutboxEventsRequest
            {
                BeforeTime = TimeOption.Read(parsed.GetValue(before)),
                ValidateOnly = only,
                RequestId = only ? "" : ServiceClients.NewRequestId(),
            };
            var answer = await session.Clients.OutboxAsync((client, options) => client.PurgeOutboxEventsAsync(request, options), cancellationToken);
            return OutboxOutput.Count(session, answer.PurgedCount, only ? $"将清理 {answer.PurgedCount} 个事件（未执行）" : $"已清理 {answer.PurgedCount} 个事件");
        });
        return command;
    }

    private static Command Errors(CliRuntime runtime)
    {
        var command = new Command("errors", "Show what a consumer could not take, and why (死信); everything stays where it is.");
        var consumer = Consumer();
        command.Add(consumer);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var request = new ListDeadLettersRequest { Parent = $"consumers/{parsed.GetValue(consumer)}", PageSize = 1000 };
            var answer = await session.Clients.OutboxAsync((client, options) => client.ListDeadLettersAsync(request, options), cancellationToken);
            return OutboxOutput.Print(session, OutboxOutput.Of(answer), () => OutboxOutput.Letters(session.Console, answer));
        });
        return command;
    }

    private static Command RedriveErrors(CliRuntime runtime)
    {
        var command = new Command("redrive-errors", "Give what a consumer could not take back to it (死信重投).");
        var consumer = Consumer();
        var limit = new Option<int>("--limit") { Description = "How many at most, the oldest first; default: all.", HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--limit: expected a number from 0; 0 means all.");
            }
        });
        command.Add(consumer);
        command.Add(limit);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var request = new RedriveDeadLettersRequest { Parent = $"consumers/{parsed.GetValue(consumer)}", Limit = parsed.GetValue(limit) };
            var answer = await session.Clients.OutboxAsync((client, options) => client.RedriveDeadLettersAsync(request, options), cancellationToken);
            return OutboxOutput.Count(session, answer.RedrivenCount, $"已将 {answer.RedrivenCount} 封死信交还 {parsed.GetValue(consumer)} 处理");
        });
        return command;
    }

    private static Argument<string> Consumer()
    {
        var consumer = new Argument<string>("CONSUMER") { Description = "Whose." };
        consumer.AcceptOnlyFromAmong(Consumers);
        return consumer;
    }

    private static string Name(string id) => id.StartsWith("outboxEvents/", StringComparison.Ordinal) ? id : $"outboxEvents/{id}";
}
