using Grpc.Core;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using static Liwan.TaskIndicators.Tests.TaskIndicatorsFixture;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

public abstract class CarryOverTests(TaskIndicatorsFixture fixture)
{
    [DatabaseFact]
    public async Task CarryOver_OfARealForm_KeepsWhatWasWantedAndNothingOfWhatCameOfIt()
    {
        var department = await fixture.NewDepartmentAsync();
        var earlier = await fixture.CreateAsync(department, "2021", RealForm.Read("npc-office"));

        var carried = await CarryOverAsync(department, "2022", earlier.Name);

        Assert.Equal($"{department}/taskPlans/2022", carried.Name);
        Assert.Null(carried.AnnualObjective);
        Assert.Equal(earlier.Tasks.Select(task => (task.Label, task.Expected)), carried.Tasks.Select(task => (task.Label, task.Expected)));
        Assert.All(carried.Tasks, task => Assert.True(task is { Achieved: "", Funds: null }));
        var before = earlier.Tasks.SelectMany(task => task.Indicators).ToList();
        var after = carried.Tasks.SelectMany(task => task.Indicators).ToList();
        Assert.NotEmpty(after);
        Assert.Equal(before.Select(indicator => (indicator.DisplayName, indicator.Definition, indicator.Target)), after.Select(indicator => (indicator.DisplayName, indicator.Definition, indicator.Target)));
        Assert.All(after, indicator => Assert.Equal(("", ""), (indicator.Actual, indicator.DeviationReason)));
        Assert.Empty(Uids(earlier).Intersect(Uids(carried)));
        Assert.Equal(Uids(carried).Count, Uids(carried).Distinct().Count());
        Assert.Equal(carried, await fixture.GetAsync(carried.Name));
        Assert.Equal(earlier, await fixture.GetAsync(earlier.Name));
    }

    [DatabaseFact]
    public async Task CarryOver_Repeated_GivesTheFirstAnswerAndOtherwiseAlreadyExists()
    {
        var department = await fixture.NewDepartmentAsync();
        var earlier = await fixture.CreateAsync(department, "2021", new TaskPlan { Tasks = { TaskOf("甲", "参与率", "参与率") } });
        var id = Guid.NewGuid().ToString();

        var first = await CarryOverAsync(department, "2022", earlier.Name, id);

        Assert.Equal(first, await CarryOverAsync(department, "2022", earlier.Name, id));
        Assert.Equal(StatusCode.AlreadyExists, (await RpcError.OfAsync(() => CarryOverAsync(department, "2022", earlier.Name))).Code);
    }

    [DatabaseFact]
    public async Task CarryOver_ToASuccessor_TakesThePlanOfItsPredecessor()
    {
        var predecessor = await fixture.NewDepartmentAsync();
        var successor = await fixture.NewDepartmentAsync();
        var earlier = await fixture.CreateAsync(predecessor, "2021", new TaskPlan { Tasks = { TaskOf("甲") } });

        Assert.Equal("甲", Assert.Single((await CarryOverAsync(successor, "2022", earlier.Name)).Tasks).Expected);
    }

    [DatabaseFact]
    public async Task CarryOver_FromNothingOrFromItself_NamesTheField()
    {
        var department = await fixture.NewDepartmentAsync();
        var absent = await RpcError.OfAsync(() => CarryOverAsync(department, "2022", $"{department}/taskPlans/2021"));
        var itself = await RpcError.OfAsync(() => CarryOverAsync(department, "2022", $"{department}/taskPlans/2022"));
        var malformed = await RpcError.OfAsync(() => CarryOverAsync(department, "1999", "taskPlans/2021"));

        Assert.Equal(("NOT_FOUND", $"{department}/taskPlans/2021"), (absent.Reason, absent.Metadata["name"]));
        Assert.Equal(("source", "VALUE_NOT_ACCEPTED"), Assert.Single(itself.Fields));
        Assert.Equal([("task_plan_id", "YEAR_OUT_OF_RANGE"), ("source", "NAME_MALFORMED")], malformed.Fields);
    }

    private static List<string> Uids(TaskPlan plan) => [.. plan.Tasks.SelectMany(task => task.Indicators.Select(indicator => indicator.Uid).Prepend(task.Uid))];

    private async Task<TaskPlan> CarryOverAsync(string parent, string id, string source, string requestId = "") =>
        await fixture.Plans.CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = parent, TaskPlanId = id, Source = source, RequestId = requestId });
}

public sealed class CarryOverOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : CarryOverTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class CarryOverOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : CarryOverTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
