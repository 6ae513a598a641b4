using System.CommandLine;
using Liwan.Bulk.V1;
using Liwan.Cli.Output;
using Liwan.Cli.Services;

namespace Liwan.Cli.Commands.Bulk;

/// <summary><c>liwan import</c>.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "JSON Lines, as liwan export writes them." };

    private static readonly Option<string> Mode = new("--mode")
    {
        Description = "What happens to an item that exists: it is replaced, or it fails.",
        HelpName = "create-or-replace|create-only",
        DefaultValueFactory = _ => "create-or-replace",
    };

    private static readonly Option<bool> ValidateOnly = new("--validate-only") { Description = "Judge every item and write nothing." };

    private static readonly Option<bool> Overwrite = new("--overwrite") { Description = "Ignore the etags in the file: replace what was changed since it was exported." };

    private static readonly Option<Guid?> Resume = new("--resume") { Description = "Go on with an import that was interrupted, by the id it printed.", HelpName = "ID" };

    private static readonly Option<string?> Failures = new("--failures") { Description = "Write the items that failed to this file, as JSON Lines, instead of stderr.", HelpName = "FILE" };

    public static Command Create(CliRuntime runtime)
    {
        Mode.AcceptOnlyFromAmong("create-or-replace", "create-only");
        var command = new Command(
            "import",
            """
            Import departments, budgets or task plans from a file (批量导入).

            Good lines are imported whatever is wrong with others; each that fails is told with its line and reason, and makes
            the exit code 1. Importing a file again has no effect.
            """);
        foreach (var resource in BulkResource.All)
        {
            var import = new Command(resource.Noun, $"Import {resource.Noun} ({resource.Chinese}).") { File, Mode, ValidateOnly, Overwrite, Resume, Failures };
            runtime.SetAction(import, (parsed, session, cancellationToken) => RunAsync(resource, parsed, session, cancellationToken));
            command.Add(import);
        }

        return command;
    }

    private static async Task<int> RunAsync(BulkResource resource, ParseResult parsed, CliSession session, CancellationToken cancellationToken)
    {
        var settings = new ImportSettings
        {
            ImportId = (parsed.GetValue(Resume) ?? Guid.NewGuid()).ToString(),
            Mode = parsed.GetValue(Mode) == "create-only" ? ImportSettings.Types.Mode.CreateOnly : ImportSettings.Types.Mode.CreateOrReplace,
            ValidateOnly = parsed.GetValue(ValidateOnly),
        };
        var path = parsed.GetValue(File)!;
        using var operation = Tracing.Operation($"import {resource.Noun}");
        using var file = await ImportFile.OpenAsync(path, resource, cancellationToken);
        await using var failures = FailureLog.Open(session.Console, parsed.GetValue(Failures));
        var run = new ImportRun(resource, session.Clients, file, settings, failures.Write) { Overwrite = parsed.GetValue(Overwrite) };
        if (!settings.ValidateOnly)
        {
            session.Console.Notice($"导入编号 {settings.ImportId}；如被中断，加 --resume {settings.ImportId} 重新运行即可接着导入");
        }

        var title = $"导入{resource.Chinese}";
        await ProgressDisplay.FollowAsync(
            session.Console,
            run.RunAsync(cancellationToken),
            () => new ProgressState($"{title} {run.Created + run.Replaced + run.Unchanged + run.Failed} 条，失败 {run.Failed} 条", file.Fraction));
        var document = new ImportDocument(
            settings.ImportId, resource.Noun, path, settings.ValidateOnly, run.Created, run.Replaced, run.Unchanged, run.Failed);
        if (session.Json)
        {
            session.PrintJson(document);
        }
        else
        {
            HumanOutput.Imported(session.Console, resource, document);
        }

        return run.Failed == 0 ? ExitCode.Ok : ExitCode.Refused;
    }
}
