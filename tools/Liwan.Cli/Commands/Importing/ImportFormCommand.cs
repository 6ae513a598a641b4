using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Departments.V1;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Importing;

/// <summary><c>liwan import-form</c>.</summary>
internal static class ImportFormCommand
{
    private const int PieceBytes = 1024 * 1024;

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "import-form",
            """
            Read a form from a PDF, DOCX or XLSX (导入表格) and write it as a form file, with a list of what to look at.

            Documents of this suite and others of the same template are read. Nothing is filed: look at the form file, then liwan file it.
            """);
        var file = new Argument<string>("FILE") { Description = "The document." };
        var output = new Option<string?>("--output", "-o") { Description = "The form file to write; default: beside FILE, with the ending .json.", HelpName = "FILE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Write nothing; show how each cell was understood." };
        command.Add(file);
        var selection = new FormSelection(command, many: false, required: true);
        command.Add(output);
        command.Add(dryRun);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var source = parsed.GetValue(file)!;
            using var operation = Tracing.Operation("import-form", name);
            var bytes = await File.ReadAllBytesAsync(source, cancellationToken);
            ImportDocumentResponse? answer = null;
            await ProgressDisplay.RunAsync(session.Console, "读取", 1, async advance =>
            {
                answer = await session.Clients.ReportsAsync((c, o) => Upload(c.ImportDocument(o), name.DepartmentResource, bytes), cancellationToken);
                advance();
            });
            var isDryRun = parsed.GetValue(dryRun);
            var target = isDryRun ? null : parsed.GetValue(output) ?? Path.ChangeExtension(source, ".json");
            if (target is not null)
            {
                await OutputFile.WriteAsync(session.Console, target, FormWriter.Write(ToForm(name, answer!)), cancellationToken);
            }

            DocumentReadingOutput.Read(session, name, source, target, answer!);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Form ToForm(FormName name, ImportDocumentResponse answer) =>
        FormMessages.ToForm(name, new Department { DisplayName = answer.DepartmentDisplayName }, answer.Budget, answer.TaskPlan, answer.Report);

    /// <summary>Sends the file in pieces; to the clients it is one call, to be tried again as any other.</summary>
    private static AsyncUnaryCall<ImportDocumentResponse> Upload(
        AsyncClientStreamingCall<ImportDocumentRequest, ImportDocumentResponse> call, string parent, ReadOnlyMemory<byte> file)
    {
        return new AsyncUnaryCall<ImportDocumentResponse>(SendAsync(), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call.Dispose);

        async Task<ImportDocumentResponse> SendAsync()
        {
            try
            {
                for (var at = 0; at < file.Length; at += PieceBytes)
                {
                    var piece = file.Slice(at, Math.Min(PieceBytes, file.Length - at));
                    await call.RequestStream.WriteAsync(new ImportDocumentRequest { Parent = parent, Content = UnsafeByteOperations.UnsafeWrap(piece) });
                }

                await call.RequestStream.CompleteAsync();
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                // The call is over already; its answer says why.
            }

            return await call.ResponseAsync;
        }
    }
}
