using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Google.Api;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Appendix = Liwan.Reports.V1.RenderReportRequest.Types.Appendix;
using Format = Liwan.Reports.V1.RenderReportRequest.Types.Format;

namespace Liwan.Cli.Commands.Rendering;

/// <summary><c>liwan render</c>.</summary>
internal static class RenderCommand
{
    private const string Draft = "draft";
    private const string Latest = "latest";

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "render",
            """
            Write the document of a form (出表): of its latest revision, or of the draft, marked 送审稿, while there is none.

            The file appears whole or not at all. The PDF of an archived revision is the archived one, byte for byte;
            with tables behind it, it is made anew. All forms of a year: liwan round render.
            """);
        var selection = new FormSelection(command, many: false, required: true);
        var format = new Option<string>("--format", "-f") { Description = "pdf, docx, xlsx, html or json (the snapshot itself).", HelpName = "FORMAT", DefaultValueFactory = _ => "pdf" };
        format.AcceptOnlyFromAmong("pdf", "docx", "xlsx", "html", "json");
        var revision = new Option<string>("--revision", "-r") { Description = "The number of a revision, or draft.", HelpName = "N|draft", DefaultValueFactory = _ => Latest };
        revision.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (text is not (Draft or Latest) && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0))
            {
                result.AddError($"--revision '{text}': expected a number from 1, or draft.");
            }
        });
        var with = new Option<string[]>("--with", "-w")
        {
            Description = "A table to print behind the form, once each: comments (审核意见), findings (检查结果) or scores (评分).",
            HelpName = "TABLE",
            AllowMultipleArgumentsPerToken = true,
        };
        with.AcceptOnlyFromAmong("comments", "findings", "scores");
        var output = OutputFile.Option();
        command.Add(format);
        command.Add(revision);
        command.Add(with);
        command.Add(output);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var which = parsed.GetValue(revision)!;
            var file = parsed.GetValue(output)!;
            using var operation = Tracing.Operation("render", name);
            var request = new RenderReportRequest { Name = NameOf(name, which), Format = FormatOf(parsed.GetValue(format)!), Appendices = { (parsed.GetValue(with) ?? []).Select(AppendixOf) } };
            HttpBody? body = null;
            await ProgressDisplay.RunAsync(session.Console, "出表", 1, async advance =>
            {
                body = await session.Clients.ReportsAsync((c, o) => c.RenderReportAsync(request, o), cancellationToken);
                advance();
            });
            var bytes = body!.Data.Memory;
            await OutputFile.WriteAsync(session.Console, file, bytes, cancellationToken);
            var document = new RenderDocument(
                name.Department,
                name.Year,
                which,
                parsed.GetValue(format)!,
                file,
                body.ContentType,
                bytes.Length,
                request.Format == Format.Pdf ? PdfPages.Count(bytes.Span) : null,
                Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
            HumanOutput.Rendered(session, document, toStandardError: OutputFile.IsStandardOutput(file));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string NameOf(FormName name, string revision) => revision == Latest ? name.Report : $"{name.Report}/revisions/{revision}";

    private static Appendix AppendixOf(string table) => table switch
    {
        "comments" => Appendix.ReviewComments,
        "findings" => Appendix.Findings,
        _ => Appendix.Scores,
    };

    private static Format FormatOf(string format) => format switch
    {
        "html" => Format.Html,
        "json" => Format.Json,
        "docx" => Format.Docx,
        "xlsx" => Format.Xlsx,
        _ => Format.Pdf,
    };
}
