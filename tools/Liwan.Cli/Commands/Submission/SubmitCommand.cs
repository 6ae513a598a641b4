using System.CommandLine;
using Liwan.Cli.Commands.Filing;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Submission;

/// <summary><c>liwan submit</c>.</summary>
internal static class SubmitCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "submit",
            """
            Submit forms (提交): check each, show the findings, and submit what was checked.

            Name forms by --department and --year, or by their form files. A form that is submitted already is a success;
            findings that block are exit code 1; a form that changes between check and submission is exit code 5.
            """);
        var files = FileCommand.FilesArgument();
        var jobs = ManyForms.JobsOption();
        command.Add(files);
        command.Add(jobs);
        var selection = new FormSelection(command, many: true, required: false);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var names = selection.Forms(parsed);
            if (parsed.GetValue(files) is { Length: > 0 } paths)
            {
                names = [.. names, .. (await FileCommand.ReadAllAsync(paths, cancellationToken)).Select(read => read.Form.Name)];
            }

            return names.Count > 0
                ? await RunAsync(session, [.. names.Distinct()], parsed.GetValue(jobs), cancellationToken)
                : throw new UsageException("submit: which forms? Give --department and --year, or form files.");
        });
        return command;
    }

    private static async Task<int> RunAsync(CliSession session, IReadOnlyList<FormName> names, int jobs, CancellationToken cancellationToken)
    {
        var submission = new ReportSubmission(session.Clients);
        var outcomes = await ManyForms.RunAsync(
            session.Console,
            "提交",
            names,
            jobs,
            async (name, token) => new SubmissionAttempt(name, await submission.SubmitAsync(name, null, token), null),
            (name, error) => new SubmissionAttempt(name, null, error),
            cancellationToken);
        if (session.Json)
        {
            session.PrintJson(new SubmitDocument([.. outcomes.Select(outcome =>
                outcome.Result is { } result ? JsonOutput.Of(result) : JsonOutput.Failed(outcome.Name, outcome.Error!))]));
        }
        else
        {
            HumanOutput.Submitted(session.Console, outcomes);
        }

        return outcomes.Max(outcome => outcome.Error?.ExitCode ?? outcome.Result!.Code);
    }
}

/// <summary>A form and how its submission ended: a result or an error.</summary>
internal sealed record SubmissionAttempt(FormName Name, SubmissionResult? Result, ServiceError? Error);
