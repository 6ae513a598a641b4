using Grpc.Core;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Kind = Liwan.TaskIndicators.V1.PlanChange.Types.Kind;
using Outcome = Liwan.TaskIndicators.V1.Judgement.Types.Outcome;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

public abstract class ComparePlansTests(TaskIndicatorsFixture fixture)
{
    [DatabaseFact]
    public async Task ComparePlans_OfTwoYears_TellsWhatCameWentAndChanged_WhereverItStands()
    {
        var department = await fixture.NewDepartmentAsync();
        var older = await fixture.CreateAsync(department, "2021", Plan(
            Work("召开会议。", ("会议次数", "6次", "6次"), ("出席率", "85%", "80%")),
            Work("编印刊物。", ("期数", "12期", "12期"))));
        // The tasks changed places, one indicator went, one came, one has another target.
        var newer = await fixture.CreateAsync(department, "2022", Plan(
            Work("编印刊物。", ("期数", "24期", "30期")),
            Work("召开会议。", ("会议次数", "6次", "6次"), ("满意度", "95%", "98%"))));

        var answer = await fixture.Plans.ComparePlansAsync(new ComparePlansRequest { Name = newer.Name });

        Assert.Equal((older.Name, newer.Name, false), (answer.Older, answer.Newer, answer.Truncated));
        Assert.Equal(
            [
                Change("tasks[0].indicators[0].actual", "任务1的关键指标“期数”的指标完成情况", Kind.Changed, "12期", "30期"),
                Change("tasks[0].indicators[0].target", "任务1的关键指标“期数”的预期实现值", Kind.Changed, "12期", "24期"),
                Change("tasks[0].indicators[1]", "任务1的关键指标“出席率”", Kind.Removed, "出席率", ""),
                Change("tasks[1].indicators[1]", "任务2的关键指标“满意度”", Kind.Added, "", "满意度"),
            ],
            answer.Changes.OrderBy(change => change.Field, StringComparer.Ordinal).OrderBy(change => change.Kind == Kind.Changed ? 0 : 1));
        Assert.Equal(
            [("期数", Outcome.Met, Outcome.Exceeded), ("会议次数", Outcome.Met, Outcome.Met)],
            answer.Indicators.Select(pair => (pair.DisplayName, pair.OlderOutcome, pair.NewerOutcome)));
        Assert.Equal((older.Tasks[1].Indicators[0].Uid, newer.Tasks[0].Indicators[0].Uid), (answer.Indicators[0].OlderUid, answer.Indicators[0].NewerUid));
    }

    [DatabaseFact]
    public async Task ComparePlans_OfACarriedOverPlan_TellsWhatWasLeftBlankOnly()
    {
        var department = await fixture.NewDepartmentAsync();
        var source = await fixture.CreateAsync(department, "2021", Plan(Work("召开会议。", ("会议次数", "6次", "6次")), Work("召开会议。", ("会议次数", "6次", ""))));
        var carried = await fixture.Plans.CarryOverTaskPlanAsync(new CarryOverTaskPlanRequest { Parent = department, TaskPlanId = "2022", Source = source.Name });

        var answer = await fixture.Plans.ComparePlansAsync(new ComparePlansRequest { Name = carried.Name, Older = source.Name });

        Assert.Equal([("tasks[0].indicators[0].actual", Kind.Changed, "6次", "")], answer.Changes.Select(change => (change.Field, change.Kind, change.Before, change.After)));
        Assert.Equal([(Outcome.Met, Outcome.NotReported), (Outcome.NotReported, Outcome.NotReported)], answer.Indicators.Select(pair => (pair.OlderOutcome, pair.NewerOutcome)));
    }

    [DatabaseFact]
    public async Task ComparePlans_OfWhatIsNotThere_OrWithItself_SaysWhich()
    {
        var department = await fixture.NewDepartmentAsync();
        var only = await fixture.CreateAsync(department, "2021", Plan(Work("召开会议。")));

        var before = await RpcError.OfAsync(() => fixture.Plans.ComparePlansAsync(new ComparePlansRequest { Name = only.Name }));
        var itself = await RpcError.OfAsync(() => fixture.Plans.ComparePlansAsync(new ComparePlansRequest { Name = only.Name, Older = only.Name }));
        var after = await RpcError.OfAsync(() => fixture.Plans.ComparePlansAsync(new ComparePlansRequest { Name = $"{department}/taskPlans/2022" }));

        Assert.Equal((StatusCode.NotFound, $"{department}/taskPlans/2020"), (before.Code, before.Metadata["name"]));
        Assert.Equal([("older", "VALUE_NOT_ACCEPTED")], itself.Fields);
        Assert.Equal((StatusCode.NotFound, $"{department}/taskPlans/2022"), (after.Code, after.Metadata["name"]));
    }

    private static PlanChange Change(string field, string label, Kind kind, string before, string after) =>
        new() { Field = field, Label = label, Kind = kind, Before = before, After = after };

    private static TaskPlan Plan(params V1.Task[] tasks) => new() { Tasks = { tasks } };

    private static V1.Task Work(string expected, params (string Name, string Target, string Actual)[] indicators) => new()
    {
        Expected = expected,
        Indicators = { indicators.Select(text => new Indicator { DisplayName = text.Name, Target = text.Target, Actual = text.Actual }) },
    };
}

public sealed class ComparePlansOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : ComparePlansTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class ComparePlansOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : ComparePlansTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
