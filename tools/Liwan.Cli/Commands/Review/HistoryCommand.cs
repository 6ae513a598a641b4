using System.CommandLine;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Review;

/// <summary><c>liwan history</c>.</summary>
internal static class HistoryCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("history", "Show what happened to a form (办理记录): every move and edit, by whom, when and why.");
        var selection = new FormSelection(command, many: false, required: true);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var changes = new List<ReportChange>();
            var request = new ListReportChangesRequest { Parent = name.Report, PageSize = 1000 };
            do
            {
                var page = await session.Clients.ReportsAsync((c, o) => c.ListReportChangesAsync(request, o), cancellationToken);
                changes.AddRange(page.Changes);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            if (session.Json)
            {
                session.PrintJson(new HistoryDocument(name.Department, name.Year, [.. changes.Select(JsonOutput.Of)]));
            }
            else
            {
                ReviewOutput.History(session.Console, name, changes);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
