using System.CommandLine;
using System.Text;
using Google.Api;
using Liwan.Cli.Commands.Rendering;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Format = Liwan.Reports.V1.RenderRoundSummaryRequest.Types.Format;

namespace Liwan.Cli.Commands.Rounds;

/// <summary>The document of <c>liwan round summary</c> where it writes a file; <c>pageCount</c> is null for what has no pages of its own.</summary>
internal sealed record SummaryFileDocument(int Year, string Format, string File, string ContentType, long SizeBytes, int? PageCount);

/// <summary><c>liwan round summary</c>.</summary>
internal static class SummaryCommand
{
    private const string Text = "text";
    private const string Json = "json";
    private const string Pdf = "pdf";
    private const string Xlsx = "xlsx";

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "summary",
            """
            Show what the forms of a year come to (汇总): funds by source and department, and how the indicators came out.

            Counted is the latest revision of every form that is submitted, accepted or public. As pdf it is one page with two charts, as xlsx a workbook of four sheets.
            """);
        var year = RoundCommand.YearOption();
        var format = new Option<string>("--format", "-f") { Description = "text, pdf, xlsx, or json (the message itself).", HelpName = "FORMAT", DefaultValueFactory = _ => Text };
        format.AcceptOnlyFromAmong(Text, Pdf, Xlsx, Json);
        var output = new Option<string?>("--output", "-o") { Description = "The file to write, needed for pdf and xlsx; - is stdout, what is said about it then goes to stderr.", HelpName = "FILE" };
        command.Add(year);
        command.Add(format);
        command.Add(output);
        command.Validators.Add(result =>
        {
            var (asked, file) = (result.GetValue(format) ?? Text, result.GetValue(output));
            if (asked is Pdf or Xlsx && file is null)
            {
                result.AddError($"--output is needed for --format {asked}.");
            }
            else if (asked == Text && file is not null)
            {
                result.AddError("--output: text goes to stdout; give --format pdf, xlsx or json.");
            }
        });
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            using var operation = Tracing.Operation("round summary");
            var (of, asked, file) = (parsed.GetValue(year), parsed.GetValue(format)!, parsed.GetValue(output));
            if (asked is Pdf or Xlsx)
            {
                await RenderAsync(session, of, asked, file!, cancellationToken);
                return ExitCode.Ok;
            }

            var summary = await session.Clients.RollupsAsync((c, o) => c.SummarizeRoundAsync(new SummarizeRoundRequest { Name = RoundCommand.NameOf(of) }, o), cancellationToken);
            if (file is not null)
            {
                var bytes = Encoding.UTF8.GetBytes(SummaryOutput.Json(summary) + "\n");
                await OutputFile.WriteAsync(session.Console, file, bytes, cancellationToken);
                Written(session, new SummaryFileDocument(of, asked, file, "application/json", bytes.Length, null));
            }
            else if (asked == Json || session.Json)
            {
                await session.Console.OutputWriter.WriteLineAsync(SummaryOutput.Json(summary));
            }
            else
            {
                SummaryOutput.Print(session.Console, of, summary);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task RenderAsync(CliSession session, int year, string format, string file, CancellationToken cancellationToken)
    {
        var request = new RenderRoundSummaryRequest { Name = RoundCommand.NameOf(year), Format = format == Pdf ? Format.Pdf : Format.Xlsx };
        HttpBody? body = null;
        await ProgressDisplay.RunAsync(session.Console, "汇总", 1, async advance =>
        {
            body = await session.Clients.RollupsAsync((c, o) => c.RenderRoundSummaryAsync(request, o), cancellationToken);
            advance();
        });
        await OutputFile.WriteAsync(session.Console, file, body!.Data.Memory, cancellationToken);
        Written(session, new SummaryFileDocument(
            year, format, file, body.ContentType, body.Data.Length, format == Pdf ? PdfPages.Count(body.Data.Span) : null));
    }

    private static void Written(CliSession session, SummaryFileDocument document) => HumanOutput.Written(
        session,
        document,
        $"{document.File}：{document.Year} 年度汇总{(document.PageCount is { } pages ? $"，{pages} 页" : "")}，{document.SizeBytes} 字节",
        OutputFile.IsStandardOutput(document.File));
}
