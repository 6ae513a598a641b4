using System.CommandLine;
using Liwan.Cli.Output;
using Liwan.Events.V1;
using State = Liwan.Events.V1.OutboxEvent.Types.State;

namespace Liwan.Cli.Commands.Outbox;

/// <summary><c>liwan outbox list</c>.</summary>
internal static class OutboxListCommand
{
    private static readonly Dictionary<string, State> States = new(StringComparer.Ordinal)
    {
        ["pending"] = State.Pending,
        ["failing"] = State.Failing,
        ["parked"] = State.Parked,
        ["sent"] = State.Sent,
    };

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("list", "List events (事件列表), in the order in which they are sent.");
        var state = new Option<string?>("--state") { Description = "Only those in this state.", HelpName = "STATE" };
        state.AcceptOnlyFromAmong([.. States.Keys]);
        var limit = new Option<int>("--limit") { Description = "How many at most.", HelpName = "N", DefaultValueFactory = _ => 1000 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit: expected a number from 1.");
            }
        });
        command.Add(state);
        command.Add(limit);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var most = parsed.GetValue(limit);
            var events = new List<OutboxEvent>();
            var request = new ListOutboxEventsRequest { State = parsed.GetValue(state) is { } name ? States[name] : State.Unspecified };
            do
            {
                request.PageSize = Math.Min(most - events.Count, 1000);
                var page = await session.Clients.OutboxAsync((client, options) => client.ListOutboxEventsAsync(request, options), cancellationToken);
                events.AddRange(page.OutboxEvents);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0 && events.Count < most);

            return OutboxOutput.Print(
                session,
                new OutboxListDocument([.. events.Select(OutboxOutput.Of)], request.PageToken.Length > 0),
                () => OutboxOutput.Events(session.Console, events, request.PageToken.Length > 0));
        });
        return command;
    }
}
