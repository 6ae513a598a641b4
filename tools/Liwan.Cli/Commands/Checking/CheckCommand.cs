using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Checking;

/// <summary><c>liwan check</c>.</summary>
internal static class CheckCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "check",
            """
            Check forms as they stand (检查) and show the findings, by rule; nothing is changed.

            Findings that would block a submission (须改正) are exit code 1, hints (提示) are not.
            """);
        var jobs = ManyForms.JobsOption();
        command.Add(jobs);
        var selection = new FormSelection(command, many: true, required: true);
        runtime.SetAction(command, (parsed, session, cancellationToken) => RunAsync(session, selection.Forms(parsed), parsed.GetValue(jobs), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliSession session, IReadOnlyList<FormName> names, int jobs, CancellationToken cancellationToken)
    {
        var outcomes = await ManyForms.RunAsync(
            session.Console,
            "检查",
            names,
            jobs,
            (name, token) => CheckAsync(session.Clients, name, token),
            (name, error) => new CheckOutcome(name, [], error),
            cancellationToken);
        if (session.Json)
        {
            session.PrintJson(new CheckDocument([.. outcomes.Select(JsonOutput.Of)]));
        }
        else
        {
            HumanOutput.Checked(session.Console, outcomes);
        }

        return outcomes.Max(outcome => outcome.Code);
    }

    private static async Task<CheckOutcome> CheckAsync(ServiceClients clients, FormName name, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("check", name);
        var check = await clients.ReportsAsync((c, o) => c.CheckReportAsync(new() { Name = name.Report }, o), cancellationToken);
        return new CheckOutcome(name, check.Findings, null);
    }
}

/// <summary>A form and what was found, or why that cannot be said.</summary>
internal sealed record CheckOutcome(FormName Name, IReadOnlyList<Finding> Findings, ServiceError? Error)
{
    /// <summary>Whether a submission would be refused.</summary>
    public bool Blocks => Findings.Any(finding => finding.Severity == Finding.Types.Severity.Error);

    public int Code => Error?.ExitCode ?? (Blocks ? ExitCode.Refused : ExitCode.Ok);
}
