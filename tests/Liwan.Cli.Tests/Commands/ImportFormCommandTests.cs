using Liwan.Budgets.V1;
using Liwan.Cli.Services;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Tests.Commands;

/// <summary>import-form and blank.</summary>
public sealed class ImportFormCommandTests : IAsyncLifetime
{
    private static readonly string[] Form = ["--department", "npc-office", "--year", "2021"];

    private readonly TemporaryFolder _folder = new();
    private FakeServices _services = null!;

    public async Task InitializeAsync()
    {
        _services = await FakeServices.StartAsync();
        _services.Imported.MergeFrom(new ImportDocumentResponse
        {
            Year = 2020,
            DepartmentDisplayName = "人大办",
            Report = new Report { Title = "荔湾区部门整体支出绩效自评表", Problems = "计划性不足。" },
            Budget = new Budget { FundingRows = { new FundingRow { Source = "一般公共预算", InitialBudget = new Google.Type.Money { CurrencyCode = "CNY", Units = 949_000 } } } },
            TaskPlan = new TaskPlan { Tasks = { new Liwan.TaskIndicators.V1.Task { Label = "任务1", Indicators = { new Indicator { DisplayName = "满意度", Target = "95%", Actual = "96%" } } } } },
            Cells =
            {
                new DocumentCell { Field = "report.problems", Place = "单元格B9", Text = "计划性不足。", Confidence = 1 },
                new DocumentCell { Field = "task_plan.tasks[0].funds", Place = "单元格I7", Text = "待定", Confidence = 0.5, Doubt = DocumentCell.Types.Doubt.NotAnAmount, Message = "“待定”不是金额，应为数字。" },
            },
        });
    }

    public async Task DisposeAsync()
    {
        _folder.Dispose();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task ImportForm_OfADocument_WritesAFormFileThatReadsAndListsWhatToLookAt()
    {
        var source = await DocumentAsync(3_000_000);

        var run = await RunAsync(["import-form", source, .. Form]);

        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        var sent = _services.Calls.Select(call => call.Request).OfType<ImportDocumentRequest>().Single();
        Assert.Equal(("departments/npc-office", 3_000_000), (sent.Parent, sent.Content.Length));
        Assert.Contains("单元格I7", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("单元格B9", run.Output, StringComparison.Ordinal);
        Assert.Contains("写的是 2020 年度，按 2021 年度读取", run.Output, StringComparison.Ordinal);
        Assert.Contains("读取 2 处，需要核对 1 处", run.Output, StringComparison.Ordinal);
        var check = await RunAsync(["read", Path.ChangeExtension(source, ".json"), "--json"]);
        Assert.True(check.ExitCode == ExitCode.Ok, check.Error);
        Assert.Contains("\"npc-office\"", await File.ReadAllTextAsync(Path.ChangeExtension(source, ".json")), StringComparison.Ordinal);
        Assert.Empty(_services.Writes.Except(["ReadIndicators"]));
    }

    [Fact]
    public async Task ImportForm_AsADryRun_ShowsEveryCellAndWritesNothing()
    {
        var source = await DocumentAsync(10);

        var run = await RunAsync(["import-form", source, "--dry-run", .. Form]);
        var json = await RunAsync(["import-form", source, "--dry-run", "--json", .. Form]);

        Assert.Contains("单元格B9", run.Output, StringComparison.Ordinal);
        Assert.Equal([source], Directory.GetFiles(Path.GetDirectoryName(source)!));
        Assert.Equal(
            [null, "NOT_AN_AMOUNT"],
            json.Json.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("doubt").GetString()));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "departments/npc-office/taskPlans/2020")]
    public async Task Blank_WritesAWorkbookAndSaysWhatToDoNext(bool lastYear, string prefill)
    {
        _services.Document = [1, 2, 3];
        var file = _folder.File("blank.xlsx");

        var run = await RunAsync(["blank", .. Form, "-o", file, .. lastYear ? ["--last-year"] : Array.Empty<string>()]);

        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        Assert.Equal(
            new RenderBlankFormRequest { Name = "departments/npc-office/reports/2021", PrefillFrom = prefill },
            _services.Calls.Select(call => call.Request).OfType<RenderBlankFormRequest>().Single());
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(file));
        Assert.Contains("liwan import-form", run.Output, StringComparison.Ordinal);
    }

    private async Task<string> DocumentAsync(int length)
    {
        var file = _folder.File("form.xlsx");
        await File.WriteAllBytesAsync(file, new byte[length]);
        return file;
    }

    private Task<CliRun> RunAsync(string[] arguments) => CliRun.Async(_services, arguments);
}
