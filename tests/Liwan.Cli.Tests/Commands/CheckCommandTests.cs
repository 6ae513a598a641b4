using Liwan.Cli.Services;
using Liwan.Reports.V1;
using State = Liwan.Reports.V1.Report.Types.State;

namespace Liwan.Cli.Tests.Commands;

public sealed class CheckCommandTests : IAsyncLifetime
{
    private const string Name = "departments/npc-office/reports/2021";

    private static readonly string[] Form = ["--department", "npc-office", "--year", "2021"];

    private FakeServices _services = null!;

    public async Task InitializeAsync()
    {
        _services = await FakeServices.StartAsync();
        _services.Reports[Name] = new Report { Name = Name, State = State.Draft };
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Check_WhenAFindingBlocks_ShowsTheFindingsByRuleAndIsRefused()
    {
        _services.Findings.Add(Blocking());
        _services.Findings.Add(Warning(0));
        _services.Findings.Add(Warning(1));

        var run = await RunAsync(["check", .. Form]);

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Equal(
            [
                "npc-office 2021  须改正 1 条，提示 2 条",
                "  须改正 task-missing（1 条）",
                "    task_plan.tasks：没有[主要]任务",
                "  提示 indicator-without-actual（2 条）",
                "    task_plan.tasks[0].indicators[0].actual：没有填指标完成情况",
                "    task_plan.tasks[0].indicators[1].actual：没有填指标完成情况",
            ],
            run.Output.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => line.TrimEnd()));
        Assert.Empty(_services.Writes);
    }

    [Fact]
    public async Task Check_WhenNothingBlocks_IsASuccess()
    {
        var clean = await RunAsync(["check", .. Form]);
        _services.Findings.Add(Warning(0));
        var warned = await RunAsync(["check", .. Form]);

        Assert.Equal((ExitCode.Ok, "npc-office 2021  须改正 0 条，提示 0 条"), (clean.ExitCode, clean.Output.TrimEnd()));
        Assert.Equal(ExitCode.Ok, warned.ExitCode);
        Assert.StartsWith("npc-office 2021  须改正 0 条，提示 1 条", warned.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithJson_PrintsTheDocumentedShape()
    {
        _services.Findings.Add(Blocking());

        var run = await RunAsync(["check", .. Form, "--json"]);

        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Equal(
            """
            {
              "forms": [
                {
                  "department": "npc-office",
                  "year": 2021,
                  "blocks": true,
                  "findings": [
                    {
                      "rule": "task-missing",
                      "severity": "ERROR",
                      "field": "task_plan.tasks",
                      "message": "没有[主要]任务"
                    }
                  ],
                  "error": null
                }
              ]
            }

            """,
            run.Output,
            ignoreLineEndingDifferences: true);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task Check_OfSeveralForms_TakesTheGravestCodeAndDoesTheOthers()
    {
        _services.Findings.Add(Warning(0));

        var run = await RunAsync(["check", "-d", "no-office", "npc-office", "-y", "2021"]);

        Assert.Equal(ExitCode.NotFound, run.ExitCode);
        Assert.Contains("npc-office 2021  须改正 0 条，提示 1 条", run.Output, StringComparison.Ordinal);
        Assert.Contains("no-office/2021：departments/no-office/reports/2021 不存在。（NOT_FOUND NOT_FOUND）", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithoutAForm_IsWrongUse() => Assert.Equal(ExitCode.Usage, (await RunAsync(["check"])).ExitCode);

    private static Finding Blocking() =>
        new() { Rule = "task-missing", Severity = Finding.Types.Severity.Error, Field = "task_plan.tasks", Message = "没有[主要]任务" };

    private static Finding Warning(int indicator) => new()
    {
        Rule = "indicator-without-actual",
        Severity = Finding.Types.Severity.Warning,
        Field = $"task_plan.tasks[0].indicators[{indicator}].actual",
        Message = "没有填指标完成情况",
    };

    private Task<CliRun> RunAsync(params string[] args) => CliRun.Async(_services, args);
}
