using Google.Type;
using Grpc.Core;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using static Liwan.TaskIndicators.Tests.TaskIndicatorsFixture;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

public abstract class TaskPlanInputTests(TaskIndicatorsFixture fixture)
{
    /// <summary>Every text of a plan: where it stands, its limit, and how to set it.</summary>
    public static TheoryData<string, int> Texts => new()
    {
        { "task_plan.annual_objective.expected", 20_000 },
        { "task_plan.annual_objective.achieved", 20_000 },
        { "task_plan.tasks[1].label", 200 },
        { "task_plan.tasks[1].expected", 20_000 },
        { "task_plan.tasks[1].achieved", 20_000 },
        { "task_plan.tasks[1].indicators[1].display_name", 200 },
        { "task_plan.tasks[1].indicators[1].definition", 2_000 },
        { "task_plan.tasks[1].indicators[1].target", 2_000 },
        { "task_plan.tasks[1].indicators[1].actual", 2_000 },
        { "task_plan.tasks[1].indicators[1].deviation_reason", 2_000 },
    };

    [DatabaseTheory]
    [MemberData(nameof(Texts))]
    public async Task CreateTaskPlan_WithATextAtItsLimit_IsAcceptedAndBeyondItRefused(string field, int limit)
    {
        var longest = string.Concat(Enumerable.Repeat("𠮷", limit));
        var created = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", PlanWith(field, longest));
        Assert.Equal(created, await fixture.GetAsync(created.Name));

        var error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", PlanWith(field, longest + "吉")));
        Assert.Equal(StatusCode.InvalidArgument, error.Code);
        Assert.Equal([(field, "TEXT_TOO_LONG")], error.Fields);
        Assert.Equal(($"{limit + 1}", $"{limit}"), (error.Metadata["value"], error.Metadata["limit"]));

        error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", PlanWith(field, "第一\u000b行")));
        Assert.Equal([(field, "TEXT_CONTROL_CHARACTER")], error.Fields);
        Assert.Equal(("U+000B", "3"), (error.Metadata["value"], error.Metadata["position"]));
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_WithAnIndicatorWithoutAName_NamesIt()
    {
        var error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", new TaskPlan { Tasks = { TaskOf("甲", "参与率", " ") } }));
        Assert.Equal([("task_plan.tasks[0].indicators[1].display_name", "FIELD_REQUIRED")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_WithTasksAndIndicatorsAtAndBeyondTheirLimits_TakesTheMostAndRefusesMore()
    {
        var names = Enumerable.Range(1, 51).Select(i => $"指标{i}").ToArray();
        var full = new TaskPlan { Tasks = { Enumerable.Range(1, 100).Select(i => TaskOf($"任务{i}", names[..50])) } };
        var created = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", full);
        Assert.Equal(created, await fixture.GetAsync(created.Name));
        Assert.Equal(full.Tasks.Select(task => task.Expected), created.Tasks.Select(task => task.Expected));
        Assert.All(created.Tasks, task => Assert.Equal(names[..50], task.Indicators.Select(indicator => indicator.DisplayName)));

        full.Tasks.Add(TaskOf("多"));
        var error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", full));
        Assert.Equal([("task_plan.tasks", "TOO_MANY_ITEMS")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", new TaskPlan { Tasks = { TaskOf("甲", names) } }));
        Assert.Equal([("task_plan.tasks[0].indicators", "TOO_MANY_ITEMS")], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_OfFourMegabytes_IsRefusedWithItsSize()
    {
        var text = new string('长', 20_000);
        var plan = new TaskPlan { Tasks = { Enumerable.Range(0, 67).Select(_ => TaskOf(text)) } };
        var error = await RpcError.OfAsync(async () => await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", plan));
        Assert.Equal([("task_plan", "RESOURCE_TOO_LARGE")], error.Fields);

        plan.Tasks.RemoveAt(66);
        var created = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", plan);
        Assert.Equal(created, await fixture.GetAsync(created.Name));
    }

    [DatabaseTheory]
    [InlineData("USD", 1, 0, "MONEY_NOT_CNY")]
    [InlineData("CNY", 0, 1, "MONEY_FRACTION_OF_FEN")]
    [InlineData("CNY", 1, -1, "MONEY_MALFORMED")]
    [InlineData("CNY", 10_000_000_000_001, 0, "MONEY_OUT_OF_RANGE")]
    public async Task CreateTaskPlan_WithFundsThatAreNone_NamesThem(string currency, long units, int nanos, string reason)
    {
        var task = TaskOf("甲");
        task.Funds = new Money { CurrencyCode = currency, Units = units, Nanos = nanos };
        var error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", new TaskPlan { Tasks = { task } }));
        Assert.Equal([("task_plan.tasks[0].funds", reason)], error.Fields);
    }

    [DatabaseFact]
    public async Task Uids_ThatAreUnknownOrStandTwice_AreNamed()
    {
        var error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", new TaskPlan { Tasks = { new V1.Task { Uid = "u" } } }));
        Assert.Equal([("task_plan.tasks[0].uid", "UID_UNKNOWN")], error.Fields);

        var plan = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", new TaskPlan { Tasks = { TaskOf("甲", "参与率") } });
        plan.Tasks.Add(plan.Tasks[0].Clone());
        error = await RpcError.OfAsync(() => fixture.UpdateAsync(plan));
        Assert.Equal([("task_plan.tasks[1].uid", "UID_REPEATED"), ("task_plan.tasks[1].indicators[0].uid", "UID_REPEATED")], error.Fields);
    }

    [DatabaseTheory]
    [InlineData("departments/npc-office/budgets/2021", "NAME_MALFORMED")]
    [InlineData("departments/npc-office/taskPlans/21", "YEAR_OUT_OF_RANGE")]
    [InlineData("", "FIELD_REQUIRED")]
    public async Task Requests_UnderANameThatIsNone_NameTheField(string name, string reason)
    {
        var error = await RpcError.OfAsync(() => fixture.GetAsync(name));
        Assert.Equal([("name", reason)], error.Fields);
        error = await RpcError.OfAsync(() => fixture.UpdateAsync(new TaskPlan { Name = name }));
        Assert.Equal([("task_plan.name", reason)], error.Fields);
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_WithoutAPlan_NamesTheField()
    {
        var error = await RpcError.OfAsync(() => fixture.Plans.CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = "departments/nobody", TaskPlanId = "1999" }));
        Assert.Equal([("task_plan_id", "YEAR_OUT_OF_RANGE"), ("task_plan", "FIELD_REQUIRED")], error.Fields);
    }

    private static TaskPlan PlanWith(string field, string text)
    {
        var plan = new TaskPlan { AnnualObjective = new AnnualObjective(), Tasks = { TaskOf("甲"), TaskOf("乙", "参与率", "满意度") } };
        var name = field[(field.LastIndexOf('.') + 1)..];
        Google.Protobuf.IMessage target = field switch
        {
            _ when field.Contains("objective", StringComparison.Ordinal) => plan.AnnualObjective,
            _ when field.Contains("indicators", StringComparison.Ordinal) => plan.Tasks[1].Indicators[1],
            _ => plan.Tasks[1],
        };
        target.Descriptor.FindFieldByName(name).Accessor.SetValue(target, text);
        return plan;
    }
}

public sealed class TaskPlanInputOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : TaskPlanInputTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class TaskPlanInputOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : TaskPlanInputTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
