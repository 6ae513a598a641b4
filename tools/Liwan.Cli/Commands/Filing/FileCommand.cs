using System.CommandLine;
using Liwan.Cli.Commands.Submission;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Filing;

/// <summary><c>liwan file</c>.</summary>
internal static class FileCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "file",
            """
            File forms (填报): create or update the department, budget, task plan and report that form files describe.

            All files are read before anything is written; a file that is not right stops the run with all that is wrong in it.
            Repeating a run writes only differences, and an unchanged form that is locked is a success.
            samples/README.md describes the files.
            """);
        var files = FilesArgument();
        files.Arity = ArgumentArity.OneOrMore;
        var submit = new Option<bool>("--submit") { Description = "Submit each form once it is filed." };
        var jobs = ManyForms.JobsOption();
        command.Add(files);
        command.Add(submit);
        command.Add(jobs);
        runtime.SetAction(command, (parsed, session, cancellationToken) =>
            RunAsync(session, parsed.GetValue(files)!, parsed.GetValue(submit), parsed.GetValue(jobs), cancellationToken));
        return command;
    }

    public static Argument<string[]> FilesArgument() => new("FILE") { Description = "Form files.", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Reads form files, all or none.</summary>
    /// <exception cref="ServiceException">Some are no forms, or two are the same form; names everything that is wrong.</exception>
    public static async Task<IReadOnlyList<(string File, Form Form)>> ReadAllAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var forms = new List<(string File, Form Form)>();
        var errors = new List<FieldError>();
        var seen = new Dictionary<FormName, string>();
        foreach (var file in files.Distinct())
        {
            try
            {
                var form = await FormReader.ReadFileAsync(file, cancellationToken);
                forms.Add((file, form));
                if (!seen.TryAdd(form.Name, file))
                {
                    errors.Add(new FieldError(file, $"与 {seen[form.Name]} 是同一张表（{form.Name}），一次只能填报其一"));
                }
            }
            catch (FormFileException e)
            {
                errors.AddRange(e.Problems.Select(problem => new FieldError(file, problem.ToString())));
            }
        }

        return errors.Count == 0 ? forms : throw new ServiceException(new ServiceError
        {
            ExitCode = ExitCode.Refused,
            Reason = "FORM_FILE_INVALID",
            Message = $"表格文件有 {errors.Count} 处不对，什么都没有写入",
            Fields = errors,
        });
    }

    private static async Task<int> RunAsync(CliSession session, string[] files, bool submit, int jobs, CancellationToken cancellationToken)
    {
        var forms = await ReadAllAsync(files, cancellationToken);
        var filing = new FormFiling(session.Clients);
        var submission = submit ? new ReportSubmission(session.Clients) : null;
        var outcomes = await ManyForms.RunAsync(
            session.Console,
            submit ? "填报并提交" : "填报",
            forms,
            jobs,
            (item, token) => FileOneAsync(item.File, item.Form, filing, submission, token),
            (item, error) => new FileOutcome(item.File, item.Form.Name, null, null, error),
            cancellationToken);
        if (session.Json)
        {
            session.PrintJson(new FileDocument([.. outcomes.Select(JsonOutput.Of)]));
        }
        else
        {
            HumanOutput.Filed(session.Console, outcomes, submit);
        }

        return outcomes.Max(outcome => outcome.Code);
    }

    private static async Task<FileOutcome> FileOneAsync(
        string file, Form form, FormFiling filing, ReportSubmission? submission, CancellationToken cancellationToken)
    {
        FilingResult? filed = null;
        try
        {
            filed = await filing.FileAsync(form, cancellationToken);
            var submitted = submission is null ? null : await submission.SubmitAsync(form.Name, filed.Report, cancellationToken);
            return new FileOutcome(file, form.Name, filed, submitted, null);
        }
        catch (ServiceException e) when (e.Error.ExitCode != ExitCode.Unreachable)
        {
            var fields = e.Error.Fields.Select(field => field with { Field = FieldPaths.ToJsonPath(field.Field) });
            return new FileOutcome(file, form.Name, filed, null, e.Error with { Fields = [.. fields] });
        }
    }
}
