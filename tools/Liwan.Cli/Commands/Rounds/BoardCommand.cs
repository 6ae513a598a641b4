using System.CommandLine;
using Liwan.Cli.Services;
using Liwan.Departments.V1;
using V1Filing = Liwan.Departments.V1.Filing;

namespace Liwan.Cli.Commands.Rounds;

/// <summary><c>liwan round board</c>.</summary>
internal static class BoardCommand
{
    private const int PageSize = 1_000;

    private static readonly IReadOnlyDictionary<string, string> Filters = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["not-started"] = "state = NOT_STARTED",
        ["draft"] = "state = DRAFT",
        ["submitted"] = "state = SUBMITTED",
        ["returned"] = "state = RETURNED",
        ["accepted"] = "state = ACCEPTED",
        ["published"] = "state = PUBLISHED",
        ["overdue"] = "overdue = true",
        ["late"] = "late = true",
        ["exempt"] = "owed = false AND filed = false",
    };

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "board",
            """
            Show who has come how far in a round (填报进度): how many are in each state, and the departments.

            Without --state or --all it shows the first 50 departments; with --json, all.
            """);
        var year = RoundCommand.YearOption();
        var state = new Option<string?>("--state") { Description = $"Only those departments: {string.Join(", ", Filters.Keys)}.", HelpName = "STATE" };
        state.AcceptOnlyFromAmong([.. Filters.Keys]);
        var all = new Option<bool>("--all") { Description = "Show all departments, however many there are." };
        command.Add(year);
        command.Add(state);
        command.Add(all);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("round board");
            var of = parsed.GetValue(year);
            var filter = parsed.GetValue(state);
            var filings = await ListAsync(session, of, filter, cancellationToken);
            var progress = await CountAsync(session, of, cancellationToken);
            if (session.Json)
            {
                session.PrintJson(BoardOutput.Of(of, progress, filings));
            }
            else
            {
                BoardOutput.Print(session.Console, of, progress, filings, whole: filter is not null || parsed.GetValue(all));
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<List<V1Filing>> ListAsync(CliSession session, int year, string? state, CancellationToken cancellationToken)
    {
        var filings = new List<V1Filing>();
        var request = new ListFilingsRequest { Parent = RoundCommand.NameOf(year), PageSize = PageSize, Filter = state is null ? "" : Filters[state] };
        do
        {
            var page = await session.Clients.RoundsAsync((c, o) => c.ListFilingsAsync(request, o), cancellationToken);
            filings.AddRange(page.Filings);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return filings;
    }

    // Null for those who see their own departments only: the counts are of all.
    private static async Task<RoundProgress?> CountAsync(CliSession session, int year, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Clients.RoundsAsync(
                (c, o) => c.GetRoundProgressAsync(new GetRoundProgressRequest { Name = $"{RoundCommand.NameOf(year)}/progress" }, o), cancellationToken);
        }
        catch (ServiceException e) when (e.Error.ExitCode == ExitCode.NotAllowed)
        {
            return null;
        }
    }
}
