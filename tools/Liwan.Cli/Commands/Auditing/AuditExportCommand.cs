using System.CommandLine;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Liwan.Audit.V1;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Auditing;

/// <summary><c>liwan audit export</c>.</summary>
internal static class AuditExportCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "export",
            """
            Export the audit trail (导出审计记录).

            JSON Lines: {"service": NAME, "seal": {...}} in the order of the chain, with number, hash and entry, then {"service": NAME, "unsealed": {...}} for entries of the last second. docs/audit.md says how to verify such a file with any tool.
            """);
        var service = AuditCommand.ServiceOption();
        var from = TimeOption("--from", "Only entries from this time on.");
        var to = TimeOption("--to", "Only entries before this time.");
        var output = OutputFile.Option();
        command.Add(service);
        command.Add(from);
        command.Add(to);
        command.Add(output);
        runtime.SetAction(command, (parsed, session, cancellationToken) => RunAsync(
            AuditCommand.Select(session.Clients, parsed.GetValue(service)),
            new ExportAuditEntriesRequest { StartTime = Read(parsed.GetValue(from)), EndTime = Read(parsed.GetValue(to)) },
            parsed.GetValue(output)!,
            session,
            cancellationToken));
        return command;
    }

    private static Option<string?> TimeOption(string name, string description)
    {
        var option = new Option<string?>(name) { Description = $"{description} A date of Liwan's clock, or RFC 3339.", HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Parse(token.Value) is null)
            {
                result.AddError($"{name} '{token.Value}': expected a date such as 2022-03-01 or a time such as 2022-03-01T08:00:00+08:00.");
            }
        });
        return option;
    }

    private static Timestamp? Read(string? text) => text is null ? null : Timestamp.FromDateTimeOffset(Parse(text)!.Value);

    private static DateTimeOffset? Parse(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            // Before the first day of the calendar in Liwan it is still no day in UTC.
            return date == DateOnly.MinValue ? null : new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));
        }

        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"];
        return (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
            && DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<AuditedService> services, ExportAuditEntriesRequest range, string file, CliSession session, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("audit export");
        var count = 0L;
        await ProgressDisplay.FollowAsync(
            session.Console,
            OutputFile.WriteAsync(session.Console, file, WriteAsync, cancellationToken),
            () => new ProgressState($"导出审计记录 {Interlocked.Read(ref count)} 条", null));
        HumanOutput.AuditExported(session, new AuditExportDocument(file, count), toStandardError: OutputFile.IsStandardOutput(file));
        return ExitCode.Ok;

        async Task WriteAsync(Stream stream)
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
            foreach (var service in services)
            {
                await foreach (var batch in AuditStream.ReadAsync(session.Clients, service, range, cancellationToken))
                {
                    foreach (var (kind, message) in batch.Seals.Select(seal => ("seal", (IMessage)seal)).Concat(batch.UnsealedEntries.Select(entry => ("unsealed", (IMessage)entry))))
                    {
                        await writer.WriteAsync($"{{\"service\": \"{service.Address.Name}\", \"{kind}\": {JsonFormatter.Default.Format(message)}}}\n");
                        Interlocked.Increment(ref count);
                    }
                }
            }
        }
    }
}
