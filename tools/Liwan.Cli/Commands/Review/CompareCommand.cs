using System.CommandLine;
using System.Globalization;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.Reports.V1;

namespace Liwan.Cli.Commands.Review;

/// <summary><c>liwan compare</c>.</summary>
internal static class CompareCommand
{
    private const string Draft = "draft";

    public static Command Create(CliRuntime runtime)
    {
        var command = new Command("compare", "Show where two revisions of a form differ (版本比较), or the last revision and the form as it stands.");
        var selection = new FormSelection(command, many: false, required: true);
        var from = new Option<int>("--from") { Description = "The older revision; default: the one before --to.", HelpName = "N" };
        var to = new Option<string>("--to") { Description = $"The newer revision, or {Draft} for the form as it stands (default).", HelpName = $"N|{Draft}", DefaultValueFactory = _ => Draft };
        from.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Number(token.Value) is null)
            {
                result.AddError($"--from '{token.Value}': expected the number of a revision, from 1.");
            }
        });
        to.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value != Draft && Number(token.Value) is null)
            {
                result.AddError($"--to '{token.Value}': expected the number of a revision, from 1, or {Draft}.");
            }
        });
        command.Add(from);
        command.Add(to);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var name = selection.One(parsed);
            var request = new CompareRevisionsRequest
            {
                Name = name.Report,
                OlderRevision = parsed.GetValue(from),
                NewerRevision = Number(parsed.GetValue(to)!) ?? 0,
            };
            var answer = await session.Clients.ReportsAsync((c, o) => c.CompareRevisionsAsync(request, o), cancellationToken);
            if (session.Json)
            {
                session.PrintJson(new CompareDocument(name.Department, name.Year, LastPart(answer.Older), LastPart(answer.Newer), [.. answer.Changes.Select(JsonOutput.Of)]));
            }
            else
            {
                ReviewOutput.Compared(session.Console, name, LastPart(answer.Older), LastPart(answer.Newer), answer.Changes);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];
}
