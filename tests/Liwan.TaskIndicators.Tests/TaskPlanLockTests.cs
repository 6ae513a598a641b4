using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Liwan.Events.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using static Liwan.TaskIndicators.Tests.TaskIndicatorsFixture;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

public abstract class TaskPlanLockTests(TaskIndicatorsFixture fixture)
{
    [DatabaseFact]
    public async Task TaskPlan_FromSubmissionToReturn_IsLocked()
    {
        var department = await fixture.NewDepartmentAsync();
        var plan = await fixture.CreateAsync(department, "2021", new TaskPlan { Tasks = { TaskOf("甲", "参与率") } });
        var report = $"{department}/reports/2021";
        var submitted = new Event { ReportSubmitted = new ReportSubmitted { MessageId = $"{Guid.NewGuid()}", Report = report, Sequence = 2, State = ReportState.Submitted, Revision = 1, EventTime = new Timestamp(), SnapshotSha256 = new string('0', 64) } };
        var returned = new Event { ReportReturned = new ReportReturned { MessageId = $"{Guid.NewGuid()}", Report = report, Sequence = 3, State = ReportState.Returned, Revision = 1, EventTime = new Timestamp(), Reason = "请核对" } };

        await ApplyAsync(submitted);

        var error = await RpcError.OfAsync(() => fixture.UpdateAsync(new TaskPlan { Name = plan.Name, Tasks = { TaskOf("乙") } }));
        Assert.Equal((StatusCode.FailedPrecondition, "YEAR_LOCKED", report, "SUBMITTED"), (error.Code, error.Reason, error.Metadata["report"], error.Metadata["state"]));
        Assert.Equal(report, Assert.Single(error.Preconditions).Subject);
        var locked = plan.Clone();
        locked.Locked = true;
        Assert.Equal(locked, await fixture.GetAsync(plan.Name));
        Assert.Equal(locked, Assert.Single((await fixture.Plans.ListTaskPlansAsync(new ListTaskPlansRequest { Parent = department })).TaskPlans));
        await fixture.RestartAsync();
        Assert.Equal(locked, await fixture.GetAsync(plan.Name));

        await ApplyAsync(returned, submitted);

        Assert.Equal(plan, await fixture.GetAsync(plan.Name));
        Assert.Equal("乙", (await fixture.UpdateAsync(new TaskPlan { Name = plan.Name, Tasks = { TaskOf("乙") } })).Tasks[0].Expected);
    }

    [DatabaseFact]
    public async Task CreateTaskPlan_InALockedYear_IsRefused()
    {
        var department = await fixture.NewDepartmentAsync();
        await ApplyAsync(new Event { ReportSubmitted = new ReportSubmitted { MessageId = $"{Guid.NewGuid()}", Report = $"{department}/reports/2021", Sequence = 1, State = ReportState.Published, Revision = 1, EventTime = new Timestamp(), SnapshotSha256 = new string('0', 64) } });
        var error = await RpcError.OfAsync(() => fixture.CreateAsync(department, "2021", new TaskPlan()));
        Assert.Equal(("YEAR_LOCKED", "PUBLISHED"), (error.Reason, error.Metadata["state"]));
    }

    private async Task ApplyAsync(params Event[] events) => await fixture.Events.ApplyAsync(new ApplyRequest { Events = { events } });
}

public sealed class TaskPlanLockOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : TaskPlanLockTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class TaskPlanLockOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : TaskPlanLockTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
