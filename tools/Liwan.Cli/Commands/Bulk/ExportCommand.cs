using System.CommandLine;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Bulk;

/// <summary><c>liwan export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "export",
            """
            Export departments, budgets or task plans to a file (批量导出).

            JSON Lines: one resource a line, as proto JSON, in the order of resource names. liwan import reads them back.
            """);
        foreach (var resource in BulkResource.All)
        {
            var export = new Command(resource.Noun, $"Export {resource.Noun} ({resource.Chinese}).");
            var output = OutputFile.Option();
            var department = new Option<string?>("--department", "-d") { Description = "Only those of one department.", HelpName = "ID" };
            department.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && !FormReader.DepartmentIdPattern().IsMatch(token.Value))
                {
                    result.AddError($"--department '{token.Value}': expected 2 to 63 lower-case letters, digits or hyphens, beginning with a letter, e.g. npc-office.");
                }
            });
            export.Add(output);
            if (resource.HasParent)
            {
                export.Add(department);
            }

            runtime.SetAction(export, (parsed, session, cancellationToken) => RunAsync(
                resource, $"departments/{(resource.HasParent ? parsed.GetValue(department) : null) ?? "-"}", parsed.GetValue(output)!, session, cancellationToken));
            command.Add(export);
        }

        return command;
    }

    private static async Task<int> RunAsync(BulkResource resource, string parent, string file, CliSession session, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation($"export {resource.Noun}");
        var count = 0L;
        await ProgressDisplay.FollowAsync(
            session.Console,
            OutputFile.WriteAsync(session.Console, file, WriteAsync, cancellationToken),
            () => new ProgressState($"导出{resource.Chinese} {Interlocked.Read(ref count)} 条", null));
        HumanOutput.Exported(session, resource, new ExportDocument(resource.Noun, file, count), toStandardError: OutputFile.IsStandardOutput(file));
        return ExitCode.Ok;

        async Task WriteAsync(Stream stream)
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 64 * 1024, leaveOpen: true);
            await foreach (var message in ReadAsync(resource, session.Clients, parent, cancellationToken))
            {
                await writer.WriteAsync(JsonFormatter.Default.Format(message));
                await writer.WriteAsync('\n');
                Interlocked.Increment(ref count);
            }
        }
    }

    /// <summary>Reads an export to its end, over as many connections as it takes.</summary>
    private static async IAsyncEnumerable<IMessage> ReadAsync(
        BulkResource resource, ServiceClients clients, string parent, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reconnection = new Reconnection(resource.Address(clients), clients);
        var after = string.Empty;
        while (true)
        {
            RpcException? cut = null;
            await using var batches = resource.Export(clients, parent, after, new CallOptions(cancellationToken: cancellationToken)).GetAsyncEnumerator(cancellationToken);
            while (cut is null)
            {
                try
                {
                    if (!await batches.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (RpcException e)
                {
                    cut = e;
                    continue;
                }

                reconnection.Progress();
                foreach (var message in batches.Current)
                {
                    after = resource.TextOf(message, "name");
                    yield return message;
                }
            }

            await reconnection.WaitAsync(cut, cancellationToken);
        }
    }
}
