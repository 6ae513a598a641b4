using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Events.V1;
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

    [DatabaseFact]
    public async Task CarryOver_IntoALockedYear_IsRefused_AndOutOfOneIsNot()
    {
        var department = await fixture.NewDepartmentAsync();
        var earlier = await fixture.CreateAsync(department, "2021", new TaskPlan { Tasks = { TaskOf("甲") } });
        await LockAsync($"{department}/reports/2021");
        await LockAsync($"{department}/reports/2022");

        var locked = await RpcError.OfAsync(() => CarryOverAsync(department, "2022", earlier.Name));
        var open = await CarryOverAsync(department, "2023", earlier.Name);

        Assert.Equal((StatusCode.FailedPrecondition, "YEAR_LOCKED", $"{department}/reports/2022"), (locked.Code, locked.Reason, locked.Metadata["report"]));
        Assert.Equal(("甲", false), (Assert.Single(open.Tasks).Expected, open.Locked));
    }

    [DatabaseFact]
    public async Task CarryOver_ForADepartmentThatTheRegisterDoesNotHold_NamesTheField()
    {
        var department = await fixture.NewDepartmentAsync();
        var earlier = await fixture.CreateAsync(department, "2021", new TaskPlan { Tasks = { TaskOf("甲") } });

        var unknown = await RpcError.OfAsync(() => CarryOverAsync("departments/nobody", "2022", earlier.Name));

        Assert.Equal((StatusCode.NotFound, ("parent", "NOT_FOUND")), (unknown.Code, Assert.Single(unknown.Fields)));
    }

    [DatabaseFact]
    public async Task CarryOver_ByManyAtOnce_MakesOnePlan()
    {
        var department = await fixture.NewDepartmentAsync();
        var earlier = await fixture.CreateAsync(department, "2021", new TaskPlan { Tasks = { TaskOf("甲", "参与率", "参与率") } });

        var codes = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try
            {
                await CarryOverAsync(department, "2022", earlier.Name);
                return StatusCode.OK;
            }
            catch (RpcException e)
            {
                return e.StatusCode;
            }
        }));

        Assert.Single(codes, StatusCode.OK);
        Assert.Equal(11, codes.Count(code => code == StatusCode.AlreadyExists));
        Assert.Equal(["参与率", "参与率"], Assert.Single((await fixture.GetAsync($"{department}/taskPlans/2022")).Tasks).Indicators.Select(indicator => indicator.DisplayName));
    }

    [DatabaseFact]
    public async Task CarryOver_WhileTheSourceIsWrittenAnew_TakesItAsItStoodAtOneMoment()
    {
        var department = await fixture.NewDepartmentAsync();
        var source = await fixture.CreateAsync(department, "2021", PlanOf("甲", 2));
        using var done = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                var plan = i % 2 == 0 ? PlanOf("乙", 6) : PlanOf("甲", 2);
                plan.Name = source.Name;
                await fixture.UpdateAsync(plan);
            }
        });

        var carried = new List<TaskPlan>();
        for (var year = 2030; year < 2070; year++)
        {
            carried.Add(await CarryOverAsync(department, $"{year}", source.Name));
        }

        await done.CancelAsync();
        await writing;
        Assert.All(carried, plan => Assert.Contains(Content(plan), new[] { Content(PlanOf("甲", 2)), Content(PlanOf("乙", 6)) }));
    }

    private static TaskPlan PlanOf(string name, int count) =>
        new() { Tasks = { Enumerable.Range(0, count).Select(i => TaskOf($"{name}{i}", [.. Enumerable.Range(0, count).Select(j => $"{name}{j}")])) } };

    private static string Content(TaskPlan plan) =>
        string.Join('；', plan.Tasks.Select(task => $"{task.Expected}：{string.Join('、', task.Indicators.Select(indicator => indicator.DisplayName))}"));

    private async Task LockAsync(string report) => await fixture.Events.ApplyAsync(new ApplyRequest
    {
        Events = { new Event { ReportSubmitted = new ReportSubmitted { MessageId = $"{Guid.NewGuid()}", Report = report, Sequence = 2, State = ReportState.Submitted, Revision = 1, EventTime = new Timestamp(), SnapshotSha256 = new string('0', 64) } } },
    });

    private static List<string> Uids(TaskPlan plan) => [.. plan.Tasks.SelectMany(task => task.Indicators.Select(indicator => indicator.Uid).Prepend(task.Uid))];

    private async Task<TaskPlan> CarryOverAsync(string parent, string id, string source, string requestId = "") =>
        await fixture.Plans.CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = parent, TaskPlanId = id, Source = source, RequestId = requestId });
}

public sealed class CarryOverOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : CarryOverTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class CarryOverOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : CarryOverTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
