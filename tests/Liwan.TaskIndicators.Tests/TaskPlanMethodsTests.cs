using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using static Liwan.TaskIndicators.Tests.TaskIndicatorsFixture;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

public abstract class TaskPlanMethodsTests(TaskIndicatorsFixture fixture)
{
    [DatabaseTheory]
    [InlineData("cppcc-office", 4, 15)]
    [InlineData("npc-office", 5, 15)]
    public async Task CreateTaskPlan_OfARealForm_KeepsEveryWordAcrossARestart(string sample, int tasks, int indicators)
    {
        var plan = RealForm.Read(sample);
        Assert.Equal((tasks, indicators), (plan.Tasks.Count, plan.Tasks.Sum(task => task.Indicators.Count)));
        var department = await fixture.NewDepartmentAsync();

        var created = await fixture.CreateAsync(department, "2021", plan);

        var expected = plan.Clone();
        expected.Name = $"{department}/taskPlans/2021";
        expected.CreateTime = created.CreateTime;
        expected.UpdateTime = created.CreateTime;
        expected.Etag = created.Etag;
        Assert.Equal(expected, Typed(created));
        Assert.Equal(tasks + indicators, Uids(created).Where(uid => uid.Length > 0).Distinct().Count());
        await fixture.RestartAsync();
        Assert.Equal(created, await fixture.GetAsync(created.Name));
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_WithNothing_IsNotTheSameAsWithEmptyTexts()
    {
        var nothing = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", new TaskPlan());
        var empty = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", new TaskPlan { AnnualObjective = new AnnualObjective(), Tasks = { new V1.Task() } });

        Assert.Null((await fixture.GetAsync(nothing.Name)).AnnualObjective);
        Assert.Equal(new AnnualObjective(), (await fixture.GetAsync(empty.Name)).AnnualObjective);
        Assert.Null(Assert.Single(empty.Tasks).Funds);
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_WithTextsOfManyLines_KeepsTheirLineStructure()
    {
        const string typed = "一、做好筹备\r\n\r\n  1. 会场；\n\t2. 资料𠮷👩‍👩‍👧\r\n尾行 ";
        const string kept = "一、做好筹备\n\n  1. 会场；\n\t2. 资料𠮷👩‍👩‍👧\n尾行 ";
        var task = new V1.Task
        {
            Label = typed,
            Expected = typed,
            Achieved = typed,
            Indicators = { new Indicator { DisplayName = typed, Definition = typed, Target = typed, Actual = typed, DeviationReason = typed } },
        };

        var created = await fixture.CreateAsync(
            await fixture.NewDepartmentAsync(), "2021", new TaskPlan { AnnualObjective = new AnnualObjective { Expected = typed, Achieved = typed }, Tasks = { task } });

        var expected = new V1.Task
        {
            Label = kept,
            Expected = kept,
            Achieved = kept,
            Indicators = { new Indicator { DisplayName = kept, Definition = kept, Target = kept, Actual = kept, DeviationReason = kept } },
        };
        Assert.Equal(expected, Typed(created).Tasks[0]);
        Assert.Equal((kept, kept), (created.AnnualObjective.Expected, created.AnnualObjective.Achieved));
        Assert.Equal(created, await fixture.GetAsync(created.Name));
    }

    [DatabaseFact]
    public async Task UpdateTaskPlan_ThatMovesTasksAndIndicators_KeepsTheirUids()
    {
        var before = await fixture.CreateAsync(
            await fixture.NewDepartmentAsync(), "2021", new TaskPlan { Tasks = { TaskOf("甲", "参与率", "满意度"), TaskOf("乙", "参与率") } });
        var (first, second) = (before.Tasks[0], before.Tasks[1]);

        // The second task comes first and takes an indicator of the other.
        var moved = first.Indicators[0];
        first.Indicators.RemoveAt(0);
        second.Indicators.Add(moved);
        second.Indicators.Add(new Indicator { DisplayName = "参与率" });
        var after = await fixture.UpdateAsync(new TaskPlan { Name = before.Name, Etag = before.Etag, Tasks = { second, first, TaskOf("丙") } });

        var expected = before.Clone();
        expected.Tasks.Clear();
        expected.Tasks.Add([second, first, TaskOf("丙")]);
        expected.Tasks[0].Indicators[2].Uid = after.Tasks[0].Indicators[2].Uid;
        expected.Tasks[0].Indicators[2].Judgement = after.Tasks[0].Indicators[2].Judgement;
        expected.Tasks[2].Uid = after.Tasks[2].Uid;
        expected.UpdateTime = after.UpdateTime;
        expected.Etag = after.Etag;
        Assert.Equal(expected, after);
        Assert.Equal(after, await fixture.GetAsync(before.Name));
        Assert.Equal(7, Uids(after).Distinct().Count());
        Assert.True(after.UpdateTime > before.UpdateTime);
    }

    [DatabaseFact]
    public async Task UpdateTaskPlan_UnderAMaskOfAPart_LeavesTheRest()
    {
        var before = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", RealForm.Read("npc-office"));
        var change = new TaskPlan { Name = before.Name, AnnualObjective = new AnnualObjective { Achieved = "已完成" } };

        var after = await fixture.Plans.UpdateTaskPlanAsync(
            new UpdateTaskPlanRequest { TaskPlan = change, UpdateMask = new FieldMask { Paths = { "annual_objective.achieved" } } });

        var expected = before.Clone();
        expected.AnnualObjective.Achieved = "已完成";
        expected.UpdateTime = after.UpdateTime;
        expected.Etag = after.Etag;
        Assert.Equal(expected, after);

        after = await fixture.Plans.UpdateTaskPlanAsync(
            new UpdateTaskPlanRequest { TaskPlan = new TaskPlan { Name = before.Name }, UpdateMask = new FieldMask { Paths = { "annual_objective" } } });
        Assert.Null(after.AnnualObjective);
        Assert.Equal(before.Tasks, after.Tasks);
    }

    [DatabaseFact]
    public async Task UpdateTaskPlan_WithAnOldEtag_AnswersAbortedAndChangesNothing()
    {
        var first = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", new TaskPlan());
        var second = await fixture.UpdateAsync(new TaskPlan { Name = first.Name, Tasks = { TaskOf("甲") } });

        var error = await RpcError.OfAsync(() => fixture.UpdateAsync(new TaskPlan { Name = first.Name, Etag = first.Etag, Tasks = { TaskOf("乙") } }));

        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH", second.Etag), (error.Code, error.Reason, error.Metadata["etag"]));
        Assert.Equal(second, await fixture.GetAsync(first.Name));
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_Repeated_GivesTheFirstAnswerAndOtherwiseAlreadyExists()
    {
        var request = new CreateTaskPlanRequest { Parent = await fixture.NewDepartmentAsync(), TaskPlanId = "2021", TaskPlan = RealForm.Read("cppcc-office"), RequestId = $"{Guid.NewGuid()}" };
        var first = await fixture.Plans.CreateTaskPlanAsync(request);
        Assert.Equal(first, await fixture.Plans.CreateTaskPlanAsync(request));

        request.RequestId = "";
        var error = await RpcError.OfAsync(() => fixture.Plans.CreateTaskPlanAsync(request));
        Assert.Equal((StatusCode.AlreadyExists, "ALREADY_EXISTS"), (error.Code, error.Reason));
    }

    [DatabaseFact]
    public async Task Requests_AboutWhatIsNotThere_AnswerNotFound()
    {
        var error = await RpcError.OfAsync(() => fixture.GetAsync("departments/nobody/taskPlans/2021"));
        Assert.Equal((StatusCode.NotFound, "departments/nobody/taskPlans/2021 不存在。"), (error.Code, error.Chinese));
        error = await RpcError.OfAsync(() => fixture.UpdateAsync(new TaskPlan { Name = "departments/nobody/taskPlans/2021" }));
        Assert.Equal(StatusCode.NotFound, error.Code);
        error = await RpcError.OfAsync(() => fixture.CreateAsync("departments/nobody", "2021", new TaskPlan()));
        Assert.Equal([("parent", "NOT_FOUND")], error.Fields);
    }

    [DatabaseFact]
    public async Task UpdateTaskPlan_ByManyWhoEachAddATask_LosesNoTask()
    {
        var plan = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", new TaskPlan());

        await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            while (true)
            {
                var current = await fixture.GetAsync(plan.Name);
                try
                {
                    await fixture.UpdateAsync(new TaskPlan { Name = plan.Name, Etag = current.Etag, Tasks = { current.Tasks, TaskOf($"任务{i}", "参与率") } });
                    return;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
                {
                    // Another one was faster: read again.
                }
            }
        }));

        var after = await fixture.GetAsync(plan.Name);
        Assert.Equal(Enumerable.Range(0, 32).Select(i => $"任务{i}").Order(StringComparer.Ordinal), after.Tasks.Select(task => task.Expected).Order(StringComparer.Ordinal));
        Assert.All(after.Tasks, task => Assert.Single(task.Indicators));
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_By32AtOnce_LetsOneWinAndTellsTheOthers()
    {
        var department = await fixture.NewDepartmentAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async i =>
        {
            try
            {
                return await fixture.CreateAsync(department, "2021", new TaskPlan { Tasks = { TaskOf($"任务{i}", "指标") } });
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return null;
            }
        }));

        var winner = Assert.Single(answers, answer => answer is not null);
        Assert.Equal(winner, await fixture.GetAsync($"{department}/taskPlans/2021"));
    }

    [DatabaseFact]
    public async Task GetTaskPlan_WhileOthersWrite_NeverMixesTwoStates()
    {
        var plan = await fixture.CreateAsync(await fixture.NewDepartmentAsync(), "2021", Numbered(0));
        using var done = new CancellationTokenSource();

        var writer = Task.Run(async () =>
        {
            for (var i = 1; i <= 100; i++)
            {
                var change = Numbered(i);
                change.Name = plan.Name;
                await fixture.UpdateAsync(change);
            }

            await done.CancelAsync();
        });
        while (!done.IsCancellationRequested)
        {
            var seen = await fixture.GetAsync(plan.Name);
            Assert.Single(seen.Tasks.SelectMany(task => task.Indicators.Select(indicator => indicator.DisplayName).Append(task.Expected)).Append(seen.AnnualObjective.Expected).Distinct());
        }

        await writer;
        Assert.Equal("100", (await fixture.GetAsync(plan.Name)).AnnualObjective.Expected);

        static TaskPlan Numbered(int i) => new()
        {
            AnnualObjective = new AnnualObjective { Expected = $"{i}" },
            Tasks = { Enumerable.Range(0, 5).Select(_ => TaskOf($"{i}", $"{i}", $"{i}")) },
        };
    }

    private static IEnumerable<string> Uids(TaskPlan plan) =>
        plan.Tasks.SelectMany(task => task.Indicators.Select(indicator => indicator.Uid).Append(task.Uid));

    /// <summary>What somebody typed of a plan.</summary>
    private static TaskPlan Typed(TaskPlan plan)
    {
        var copy = plan.Clone();
        foreach (var task in copy.Tasks)
        {
            task.Uid = "";
            foreach (var indicator in task.Indicators)
            {
                indicator.Uid = "";
                indicator.Judgement = null;
            }
        }

        return copy;
    }
}

public sealed class TaskPlanMethodsOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : TaskPlanMethodsTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class TaskPlanMethodsOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : TaskPlanMethodsTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
