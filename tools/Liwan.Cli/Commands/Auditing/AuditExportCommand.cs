using System.CommandLine;
using System.Text;
using Google.Protobuf;
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
        var from = TimeOption.Create("--from", "Only entries from this time on.");
        var to = TimeOption.Create("--to", "Only entries before this time.");
        var output = OutputFile.Option();
        command.Add(service);
        command.Add(from);
        command.Add(to);
        command.Add(output);
        runtime.SetAction(command, (parsed, session, cancellationToken) => RunAsync(
            AuditCommand.Select(session.Clients, parsed.GetValue(service)),
            new ExportAuditEntriesRequest { StartTime = TimeOption.Read(parsed.GetValue(from)), EndTime = TimeOption.Read(parsed.GetValue(to)) },
            parsed.GetValue(output)!,
            session,
            cancellationToken));
        return command;
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
