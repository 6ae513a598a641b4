using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Fetching;

/// <summary><c>liwan fetch</c>.</summary>
internal static class FetchCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "fetch",
            """
            Write a form as it stands now as a form file (取表), to be edited and filed again.

            合计 and rates in the file are the computed ones.
            """);
        var selection = new FormSelection(command, many: false, required: true);
        var output = OutputFile.Option();
        command.Add(output);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var file = parsed.GetValue(output)!;
            using var operation = Tracing.Operation("fetch", name);
            var held = await HeldForm.ReadAsync(session.Clients, name, cancellationToken);
            if (held.Department is null || held.Report is null)
            {
                throw new ServiceException(new ServiceError { ExitCode = ExitCode.NotFound, Status = "NOT_FOUND", Reason = "NOT_FOUND", Message = $"{name} 还没有填报" });
            }

            await OutputFile.WriteAsync(session.Console, file, FormWriter.Write(held.ToForm()), cancellationToken);
            HumanOutput.Fetched(session, new FetchDocument(name.Department, name.Year, file), toStandardError: OutputFile.IsStandardOutput(file));
            return ExitCode.Ok;
        });
        return command;
    }
}
