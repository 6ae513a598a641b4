using System.CommandLine;
using Grpc.Core;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;
using Packaging = Liwan.Reports.V1.RenderRoundRequest.Types.Packaging;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>The document of <c>liwan round render</c>.</summary>
internal sealed record RoundFileDocument(int Year, string File, string ContentType, long SizeBytes);

/// <summary><c>liwan round render</c>.</summary>
internal static class RenderRoundCommand
{
    private static readonly Report.Types.State[] States = [.. Enum.GetValues<Report.Types.State>().Where(state => state != Report.Types.State.Unspecified)];

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "render",
            """
            Write the forms of a year, as submitted last, into one file (全区汇编): a ZIP of documents with a list, or with --book one PDF with a table of contents.

            Forms that are submitted, accepted or public are taken, unless --state says which.
            """);
        var year = RoundCommand.YearOption();
        var book = new Option<bool>("--book") { Description = "One PDF to print instead of a ZIP." };
        var format = new Option<string>("--format", "-f") { Description = "What the ZIP holds: pdf, docx, xlsx, html or json.", HelpName = "FORMAT", DefaultValueFactory = _ => "pdf" };
        format.AcceptOnlyFromAmong("pdf", "docx", "xlsx", "html", "json");
        var state = new Option<string[]>("--state", "-s") { Description = "Only forms in this state; several times for several states.", HelpName = "STATE" };
        state.AcceptOnlyFromAmong([.. States.Select(Word)]);
        var output = OutputFile.Option();
        command.Add(year);
        command.Add(book);
        command.Add(format);
        command.Add(state);
        command.Add(output);
        command.Validators.Add(result =>
        {
            if (result.GetValue(book) && result.GetValue(format) is not (null or "pdf"))
            {
                result.AddError("--book is a PDF: leave --format away.");
            }
        });
        runtime.SetAction(command, (parsed, session, cancellationToken) =>
        {
            var request = new RenderRoundRequest
            {
                Name = RoundCommand.NameOf(parsed.GetValue(year)),
                Packaging = parsed.GetValue(book) ? Packaging.Book : Packaging.Zip,
                Format = Enum.Parse<Format>(parsed.GetValue(format)!, ignoreCase: true),
                States = { States.Where(known => (parsed.GetValue(state) ?? []).Contains(Word(known))) },
            };
            return RunAsync(request, parsed.GetValue(year), parsed.GetValue(output)!, session, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(RenderRoundRequest request, int year, string file, CliSession session, CancellationToken cancellationToken)
    {
        using var operation = Tracing.Operation("round render");
        var size = 0L;
        await ProgressDisplay.FollowAsync(
            session.Console,
            OutputFile.WriteAsync(session.Console, file, WriteAsync, cancellationToken),
            () => new ProgressState($"汇编 {year} 年度自评表 {Interlocked.Read(ref size) >> 10:N0} KB", null));
        var document = new RoundFileDocument(year, file, request.Packaging == Packaging.Book ? "application/pdf" : "application/zip", size);
        HumanOutput.Written(session, document, $"{file}：{year} 年度自评表汇编，{document.ContentType}，{size} 字节", OutputFile.IsStandardOutput(file));
        return ExitCode.Ok;

        async Task WriteAsync(Stream stream)
        {
            using var call = session.Clients.Reports.RenderRound(request, cancellationToken: cancellationToken);
            await foreach (var piece in call.ResponseStream.ReadAllAsync(cancellationToken))
            {
                await stream.WriteAsync(piece.Data.Memory, cancellationToken);
                Interlocked.Add(ref size, piece.Data.Length);
            }
        }
    }

    private static string Word(Report.Types.State state) => ReportStates.OnTheWire(state).ToLowerInvariant();
}
