using System.CommandLine;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Rendering;

/// <summary><c>liwan blank</c>.</summary>
internal static class BlankCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "blank",
            """
            Write a workbook (XLSX) for a clerk to fill in (空表), with prompts and a guide.

            liwan import-form reads it back. With --last-year the tasks, indicators, targets and sources of the year before stand in it already.
            """);
        var selection = new FormSelection(command, many: false, required: true);
        var lastYear = new Option<bool>("--last-year") { Description = "Begin with the tasks, indicators and sources of the year before." };
        var output = OutputFile.Option();
        command.Add(lastYear);
        command.Add(output);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var file = parsed.GetValue(output)!;
            using var operation = Tracing.Operation("blank", name);
            var request = new RenderBlankFormRequest
            {
                Name = name.Report,
                PrefillFrom = parsed.GetValue(lastYear) ? new FormName(name.Department, name.Year - 1).TaskPlan : "",
            };
            var body = await session.Clients.ReportsAsync((c, o) => c.RenderBlankFormAsync(request, o), cancellationToken);
            await OutputFile.WriteAsync(session.Console, file, body.Data.Memory, cancellationToken);
            HumanOutput.Blank(session, new FetchDocument(name.Department, name.Year, file), toStandardError: OutputFile.IsStandardOutput(file));
            return ExitCode.Ok;
        });
        return command;
    }
}
