using System.CommandLine;
using Liwan.Cli.Commands.Filing;
using Liwan.Cli.FormFiles;
using Liwan.Cli.Output;
using Liwan.Cli.Services;
using Liwan.TaskIndicators.V1;

namespace Liwan.Cli.Commands.Judging;

/// <summary><c>liwan read</c>.</summary>
internal static class ReadCommand
{
    public static Command Create(CliRuntime runtime)
    {
        var command = new Command(
            "read",
            """
            Show how indicators came out (指标研判): what their targets and actuals say, and why.

            Of form files, which need not be filed; of one pair, --target and --actual; or, with --department and --year, of a
            form as it is stored, reviewers' words included.
            """);
        var files = FileCommand.FilesArgument();
        var target = Text("--target", "预期实现值 of one pair.");
        var actual = Text("--actual", "指标完成情况 of the pair; default: blank.");
        var name = Text("--name", "关键指标 of the pair.");
        var definition = Text("--definition", "计算公式或指标内容 of the pair.");
        command.Add(files);
        command.Add(target);
        command.Add(actual);
        command.Add(name);
        command.Add(definition);
        var selection = new FormSelection(command, many: true, required: false);
        runtime.SetAction(command, async (parsed, session, cancellationToken) =>
        {
            var names = selection.Forms(parsed);
            var given = parsed.GetValue(files)!;
            var pair = new IndicatorText
            {
                Name = parsed.GetValue(name) ?? "",
                Definition = parsed.GetValue(definition) ?? "",
                Target = parsed.GetValue(target) ?? "",
                Actual = parsed.GetValue(actual) ?? "",
            };
            var isPair = parsed.GetResult(target) is not null || parsed.GetResult(actual) is not null;
            var read = (given.Length > 0, names.Count > 0, isPair) switch
            {
                (true, false, false) => await OfFilesAsync(session.Clients, given, cancellationToken),
                (false, true, false) => await OfStoredAsync(session.Clients, names, cancellationToken),
                (false, false, true) => [new ReadForm(null, null, await ReadAsync(session.Clients, [(0, 0, pair)], cancellationToken))],
                _ => throw new UsageException("read: expected one of form files, --department with --year, and --target with --actual"),
            };
            if (session.Json)
            {
                session.PrintJson(new ReadDocument([.. read.Select(JudgementOutput.Document)]));
            }
            else
            {
                JudgementOutput.Read(session.Console, read);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description, HelpName = "TEXT" };

    private static async Task<IReadOnlyList<ReadForm>> OfFilesAsync(ServiceClients clients, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var read = new List<ReadForm>();
        foreach (var (file, form) in await FileCommand.ReadAllAsync(files, cancellationToken))
        {
            read.Add(new ReadForm(form.Name, file, await ReadAsync(clients, [.. Texts(form)], cancellationToken)));
        }

        return read;
    }

    private static async Task<IReadOnlyList<ReadForm>> OfStoredAsync(ServiceClients clients, IReadOnlyList<FormName> names, CancellationToken cancellationToken)
    {
        var read = new List<ReadForm>();
        foreach (var name in names)
        {
            using var operation = Tracing.Operation("read", name);
            var plan = await clients.TaskPlansAsync((c, o) => c.GetTaskPlanAsync(new() { Name = name.TaskPlan }, o), cancellationToken);
            read.Add(new ReadForm(name, null, JudgedIndicator.Of(plan)));
        }

        return read;
    }

    private static async Task<IReadOnlyList<JudgedIndicator>> ReadAsync(
        ServiceClients clients, IReadOnlyList<(int Task, int Number, IndicatorText Text)> texts, CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        using var operation = Tracing.Operation("read");
        var request = new ReadIndicatorsRequest { Indicators = { texts.Select(one => one.Text) } };
        var answer = await clients.TaskPlansAsync((c, o) => c.ReadIndicatorsAsync(request, o), cancellationToken);
        return [.. texts.Zip(answer.Judgements, (one, judgement) => new JudgedIndicator(one.Task, one.Number, "", one.Text, judgement))];
    }

    private static IEnumerable<(int Task, int Number, IndicatorText Text)> Texts(Form form) =>
        form.Tasks.SelectMany((task, i) => task.Indicators.Select((indicator, j) => (
            i + 1,
            j + 1,
            new IndicatorText { Name = indicator.Name, Definition = indicator.Definition, Target = indicator.Target, Actual = indicator.Actual })));
}

/// <summary>What was read: of a form, from a file or as it is stored, or of a pair that belongs to none.</summary>
internal sealed record ReadForm(FormName? Name, string? File, IReadOnlyList<JudgedIndicator> Indicators);
