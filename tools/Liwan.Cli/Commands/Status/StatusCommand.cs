using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Status;

/// <summary><c>liwan status</c>.</summary>
internal static class StatusCommand
{
    private const int PageSize = 1_000;

    /// <summary>How many forms are looked at at a time; each is a handful of reads.</summary>
    private const int Jobs = 4;

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "status",
            """
            Show where forms stand (查看).

            With --department and --year: state, revision, rates, findings and archive of each form. Otherwise a list of the
            reports, of all departments or of those named, of all years or of the one named.
            """);
        var wait = new Option<double?>("--wait-archived")
        {
            Description = "Wait until the document of the latest revision is archived, at most so long; exit code 3 if it is not.",
            HelpName = "SECONDS",
        };
        wait.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (>= 0 and <= 86_400)))
            {
                result.AddError("--wait-archived: expected seconds, 0 to 86400.");
            }
        });
        var selection = new FormSelection(command, many: true, required: false);
        command.Add(wait);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var departments = selection.Departments(parsed);
            var year = selection.Year(parsed);
            var limit = parsed.GetValue(wait) is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            if (departments.Count > 0 && year is not null)
            {
                return await ShowAsync(session, selection.Forms(parsed), limit, cancellationToken);
            }

            return limit is null
                ? await ListAsync(session, departments, year, cancellationToken)
                : throw new UsageException("--wait-archived needs --department and --year");
        });
        return command;
    }

    private static async Task<int> ShowAsync(CliSession session, IReadOnlyList<FormName> names, TimeSpan? limit, CancellationToken cancellationToken)
    {
        var outcomes = await ManyForms.RunAsync(
            session.Console,
            limit is null ? "查看" : "等待归档",
            names,
            limit is null ? Jobs : names.Count,
            (name, token) => ReadAsync(session.Clients, name, limit, token),
            (name, error) => new StatusOutcome(name, null, error),
            cancellationToken);
        if (session.Json)
        {
            session.PrintJson(new StatusDocument([.. outcomes.Select(outcome =>
                outcome.Overview is { } overview ? JsonOutput.Of(overview) : JsonOutput.StatusFailed(outcome.Name, outcome.Error!))]));
        }
        else
        {
            HumanOutput.Overviews(session.Console, outcomes);
        }

        return outcomes.Max(outcome => outcome.Error?.ExitCode ?? ExitCode.Ok);
    }

    private static async Task<StatusOutcome> ReadAsync(ServiceClients clients, FormName name, TimeSpan? limit, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("status", name);
        if (limit is { } wait)
        {
            await ArchiveWait.UntilArchivedAsync(clients, name, wait, cancellationToken);
        }

        return new StatusOutcome(name, await FormOverview.ReadAsync(clients, name, cancellationToken), null);
    }

    private static async Task<int> ListAsync(CliSession session, IReadOnlyList<string> departments, int? year, CancellationToken cancellationToken)
    {
        var reports = new List<Report>();
        await ProgressDisplay.RunAsync(session.Console, "查看", Math.Max(1, departments.Count), async advance =>
        {
            foreach (var department in departments.Count == 0 ? ["-"] : departments)
            {
                reports.AddRange(await ListAsync(session.Clients, $"departments/{department}", cancellationToken));
                advance();
            }
        });
        var listed = reports.Select(FormOverview.Listed).Where(overview => year is null || overview.Name.Year == year).ToList();
        if (session.Json)
        {
            session.PrintJson(new StatusDocument([.. listed.Select(JsonOutput.Of)]));
        }
        else
        {
            HumanOutput.List(session.Console, listed);
        }

        return ExitCode.Ok;
    }

    private static async Task<List<Report>> ListAsync(ServiceClients clients, string parent, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("list");
        var reports = new List<Report>();
        var request = new ListReportsRequest { Parent = parent, PageSize = PageSize };
        do
        {
            var page = await clients.ReportsAsync((c, o) => c.ListReportsAsync(request, o), cancellationToken);
            reports.AddRange(page.Reports);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return reports;
    }
}

/// <summary>A form and where it stands, or why that cannot be said.</summary>
internal sealed record StatusOutcome(FormName Name, FormOverview? Overview, ServiceError? Error);
