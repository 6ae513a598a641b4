using System.CommandLine;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Departments.V1;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>The document of <c>liwan round late</c>.</summary>
internal sealed record LateDocument(int Year, string File, string ContentType, long SizeBytes);

/// <summary><c>liwan round late</c>.</summary>
internal static class LateCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("late", "Write the list of those who owe a form and have not filed it (催报名单), a CSV file for spreadsheets.");
        var year = RoundCommand.YearOption();
        var output = OutputFile.Option();
        command.Add(year);
        command.Add(output);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("round late");
            var (of, file) = (parsed.GetValue(year), parsed.GetValue(output)!);
            var sheet = await session.Clients.RoundsAsync(
                (c, o) => c.ExportLateFilingsAsync(new ExportLateFilingsRequest { Parent = RoundCommand.NameOf(of) }, o), cancellationToken);
            await OutputFile.WriteAsync(session.Console, file, sheet.Data.Memory, cancellationToken);
            HumanOutput.Written(
                session,
                new LateDocument(of, file, sheet.ContentType, sheet.Data.Length),
                $"{file}：{of} 年度催报名单，{sheet.Data.Length} 字节",
                OutputFile.IsStandardOutput(file));
            return ExitCode.Ok;
        });
        return command;
    }
}
