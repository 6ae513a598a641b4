using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Cli.Tests.Bulk;

public sealed class BulkCommandTests : IDisposable
{
    private static readonly string[] Nouns = ["departments", "budgets", "task-plans"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExportAndImportIntoAnEmptyCluster_GiveEqualFiles()
    {
        await using var first = await BulkServices.StartAsync();
        await WriteAsync("departments", Departments(30));
        await WriteAsync("budgets", Budgets(30, 5));
        await WriteAsync("task-plans", TaskPlans(30));
        await ImportAllAsync(first, "");
        await ExportAllAsync(first, "1");

        await using var second = await BulkServices.StartAsync();
        await ImportAllAsync(second, "1");
        await ExportAllAsync(second, "2");

        foreach (var noun in Nouns)
        {
            var (before, after) = (await ReadAsync($"{noun}1"), await ReadAsync($"{noun}2"));
            Assert.Equal(before, after);
            Assert.Equal(before.Order(StringComparer.Ordinal), before);
            Assert.Equal(noun == "budgets" ? 150 : 30, before.Length);
        }

        // The same file again changes nothing, whatever etags it carries.
        var again = await second.SucceedAsync("import", "budgets", _folder.File("budgets1"), "--json");
        Assert.Equal((0, 0, 150, 0), Counts(again));
    }

    [Fact]
    public async Task Import_OfBadLines_ImportsTheOthersAndTellsEachWithItsLine()
    {
        await using var services = await BulkServices.StartAsync();
        await ImportAsync(services, "departments", Departments(3));
        var lines = Budgets(3, 1).Select(budget => JsonFormatter.Default.Format(budget)).ToList();
        lines.Insert(1, "{\"name\": ");
        lines.Insert(2, "");
        lines.Insert(3, "{\"name\": \"departments/nobody/budgets/2021\"}");
        lines.Insert(4, "{\"name\": \"departments/d00/budgets/2021\", \"colour\": 1}");
        lines.Add("{\"name\": \"departments/d00/budgets/1821\"}");
        await File.WriteAllTextAsync(_folder.File("lines"), string.Join("\r\n", lines));

        var run = await services.RunAsync("import", "budgets", _folder.File("lines"), "--failures", _folder.File("failures"), "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal((3, 0, 0, 4), Counts(run));
        var failures = (await File.ReadAllLinesAsync(_folder.File("failures"))).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(
            ["2 LINE_MALFORMED", "4 NOT_FOUND", "5 LINE_MALFORMED", "8 YEAR_OUT_OF_RANGE"],
            failures.Select(failure => $"{failure["line"]} {failure["reason"]}").Order(StringComparer.Ordinal));
        Assert.Equal("departments/nobody 不存在。", (string?)failures.Single(failure => (int)failure["line"]! == 4)["message"]);

        var people = await services.RunAsync("import", "budgets", _folder.File("lines"));
        Assert.Contains("第 4 行：departments/nobody 不存在。", people.Error, StringComparison.Ordinal);
        Assert.Contains("新建 0 条，替换 0 条，未变 3 条，失败 4 条", people.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfDepartmentsThatLinkForwardAndInCircles_PutsThemInOrder()
    {
        await using var services = await BulkServices.StartAsync();
        var departments = Departments(1200);
        for (var i = 0; i < 1100; i++)
        {
            departments[i].ParentDepartment = departments[1199 - (i % 50)].Name;
        }

        // Abolished, and taken over by the one that was below it.
        departments[399].ParentDepartment = departments[1190].Name;
        departments[1190].Successor = departments[399].Name;

        var run = await ImportAsync(services, "departments", departments);

        Assert.Equal((1200, 0, 0, 0), Counts(run));
        await services.SucceedAsync("export", "departments", "-o", _folder.File("out"));
        Assert.Equal(departments.Select(department => department.ParentDepartment), (await ParseAsync<Department>("out")).Select(department => department.ParentDepartment));
    }

    [Fact]
    public async Task Import_WhileItsServiceRestarts_ReconnectsAndTellsEveryOutcomeOnce()
    {
        await using var services = await BulkServices.StartAsync();
        await ImportAsync(services, "departments", Departments(100));
        var budgets = Budgets(100, 100);
        budgets[77].FundingRows[0].Source = "";
        await WriteAsync("many", budgets);

        var running = services.RunAsync("import", "budgets", _folder.File("many"), "--mode", "create-only", "--json");
        var client = new BudgetService.BudgetServiceClient(services.Budgets.Channel);
        await Wait.UntilAsync("the import has begun", async () =>
            (await client.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-", PageSize = 1 })).Budgets.Count > 0);
        await services.RestartBudgetsAsync();
        var run = await running;

        Assert.True(run.ExitCode == 1, run.Error);
        Assert.Equal((9999, 0, 0, 1), Counts(run));
        Assert.Contains("第 78 行", run.Error, StringComparison.Ordinal);

        // A command that was killed goes on under its id, and ends with the account of the whole import.
        var id = run.Json.GetProperty("importId").GetString()!;
        var resumed = await services.RunAsync("import", "budgets", _folder.File("many"), "--mode", "create-only", "--resume", id, "--json");
        Assert.Equal(1, resumed.ExitCode);
        Assert.Equal((9999, 0, 0, 1), Counts(resumed));
    }

    [Fact]
    public async Task Import_OfAnOldExport_FailsUnlessItIsToOverwrite()
    {
        await using var services = await BulkServices.StartAsync();
        await ImportAsync(services, "departments", Departments(1));
        await ImportAsync(services, "budgets", Budgets(1, 2));
        await services.SucceedAsync("export", "budgets", "-o", _folder.File("old"), "-d", "d00");
        var changed = Budgets(1, 2);
        changed[0].FundingRows[0].Source = "改过";
        await ImportAsync(services, "budgets", changed);

        var refused = await services.RunAsync("import", "budgets", _folder.File("old"), "--json");
        Assert.Equal((1, (0, 0, 1, 1)), (refused.ExitCode, Counts(refused)));
        var judged = await services.SucceedAsync("import", "budgets", _folder.File("old"), "--overwrite", "--validate-only", "--json");
        Assert.Equal((0, 1, 1, 0), Counts(judged));
        var written = await services.SucceedAsync("import", "budgets", _folder.File("old"), "--overwrite", "--json");
        Assert.Equal((0, 1, 1, 0), Counts(written));
    }

    [Fact]
    public async Task Import_OfAServiceThatIsNotThere_EndsWithCode3()
    {
        await File.WriteAllTextAsync(_folder.File("one"), "{}");
        var run = await CliRun.Async(
            new Dictionary<string, string> { ["LIWAN_BUDGETS"] = "http://127.0.0.1:1" }, "import", "budgets", _folder.File("one"), "--timeout", "0.5");
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task Export_ToStdout_WritesNothingButItems()
    {
        await using var services = await BulkServices.StartAsync();
        await ImportAsync(services, "departments", Departments(2));

        var run = await services.SucceedAsync("export", "departments", "-o", "-");

        Assert.Equal(2, System.Text.Encoding.UTF8.GetString(run.Bytes).TrimEnd('\n').Split('\n').Select(line => JsonParser.Default.Parse<Department>(line)).Count());
        Assert.Empty(run.Output);
    }

    private static (int Created, int Replaced, int Unchanged, int Failed) Counts(CliRun run) =>
        (Count(run.Json, "created"), Count(run.Json, "replaced"), Count(run.Json, "unchanged"), Count(run.Json, "failed"));

    private static int Count(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static List<Department> Departments(int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new Department
        {
            Name = $"departments/d{i:00}",
            OfficialNames = { new OfficialName { Text = $"广州市荔湾区第{i}局𠮷" } },
            BudgetUnitCode = $"{100_000 + i}",
            ParentDepartment = (i is 0 or 5) && i + 1 < count ? $"departments/d{i + 1:00}" : "",
        }).OrderBy(department => department.Name, StringComparer.Ordinal),
    ];

    private static List<Budget> Budgets(int departments, int years) =>
    [
        .. Enumerable.Range(0, departments).SelectMany(i => Enumerable.Range(2000, years).Select(year => new Budget
        {
            Name = $"departments/d{i:00}/budgets/{year}",
            FundingRows = { new FundingRow { Source = $"一般公共预算\u2028\"{i}\"", InitialBudget = new() { CurrencyCode = "CNY", Units = year, Nanos = 10_000_000 } }, new FundingRow { Source = "其他" } },
        })),
    ];

    private static List<TaskPlan> TaskPlans(int departments) =>
    [
        .. Enumerable.Range(0, departments).Select(i => new TaskPlan
        {
            Name = $"departments/d{i:00}/taskPlans/2021",
            AnnualObjective = i % 2 == 0 ? new AnnualObjective { Expected = "一\n二\t三" } : null,
            Tasks =
            {
                new Liwan.TaskIndicators.V1.Task { Label = "任务1", Indicators = { new Indicator { DisplayName = "覆盖率𠮷" }, new Indicator { DisplayName = "覆盖率𠮷" } } },
                new Liwan.TaskIndicators.V1.Task(),
            },
        }),
    ];

    private Task WriteAsync(string name, IEnumerable<IMessage> items) =>
        File.WriteAllLinesAsync(_folder.File(name), items.Select(item => JsonFormatter.Default.Format(item)));

    private async Task<CliRun> ImportAsync(BulkServices services, string noun, IEnumerable<IMessage> items)
    {
        await WriteAsync("items", items);
        return await services.SucceedAsync("import", noun, _folder.File("items"), "--json");
    }

    private async Task ImportAllAsync(BulkServices services, string suffix)
    {
        foreach (var noun in Nouns)
        {
            await services.SucceedAsync("import", noun, _folder.File($"{noun}{suffix}"));
        }
    }

    private async Task ExportAllAsync(BulkServices services, string suffix)
    {
        foreach (var noun in Nouns)
        {
            await services.SucceedAsync("export", noun, "--output", _folder.File($"{noun}{suffix}"));
        }
    }

    private async Task<IEnumerable<T>> ParseAsync<T>(string name)
        where T : IMessage, new() =>
        (await File.ReadAllLinesAsync(_folder.File(name))).Select(line => JsonParser.Default.Parse<T>(line));

    /// <summary>The lines of an export without what is output only.</summary>
    private async Task<string[]> ReadAsync(string name) =>
    [
        .. (await File.ReadAllTextAsync(_folder.File(name))).TrimEnd('\n').Split('\n').Select(line =>
        {
            var item = JsonNode.Parse(line)!.AsObject();
            Assert.True(item.Remove("createTime") & item.Remove("updateTime") & item.Remove("etag"));
            return item.ToJsonString();
        }),
    ];
}
