using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Kind = Liwan.Reports.V1.FieldChange.Types.Kind;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests.Comparison;

public abstract class CompareRevisionsTests(ReportsFixture fixture)
{
    [DatabaseFact]
    public async Task CompareRevisions_TellsWhatChangedBetweenTwoSubmissionsAndSince()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = name, Reason = "请写具体。" });
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Problems = "预算执行偏慢。" } });
        await fixture.SubmitAsync(name);
        await fixture.Reports.RecallReportAsync(new RecallReportRequest { Name = name, Reason = "再改" });
        await fixture.Reports.UpdateReportAsync(new UpdateReportRequest { Report = new Report { Name = name, Improvements = "按季通报。" } });

        var first = await CompareAsync(name, 1, 2);
        var since = await CompareAsync(name, 0, 0);
        var whole = await CompareAsync(name, 1, 0);

        var problems = new FieldChange { Field = "report.problems", Label = "存在问题", Kind = Kind.Changed, Before = "计划性不足。", After = "预算执行偏慢。" };
        var improvements = new FieldChange { Field = "report.improvements", Label = "改进措施", Kind = Kind.Changed, Before = "加强计划。", After = "按季通报。" };
        Assert.Equal(new CompareRevisionsResponse { Older = $"{name}/revisions/1", Newer = $"{name}/revisions/2", Changes = { problems } }, first);
        Assert.Equal(first, await CompareAsync(name, 0, 2));
        Assert.Equal(new CompareRevisionsResponse { Older = $"{name}/revisions/2", Newer = $"{name}/revisions/draft", Changes = { improvements } }, since);
        Assert.Equal([problems, improvements], whole.Changes);
        Assert.Empty((await CompareAsync(name, 2, 2)).Changes);
        Assert.Equal(["report.improvements"], (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields);
    }

    [DatabaseFact]
    public async Task ChangedFields_OfAFormAsItWasSubmitted_AreNone_AndFollowTheServicesBelow()
    {
        var name = await fixture.NewFormAsync();
        Assert.Empty((await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields);
        await fixture.SubmitAsync(name);
        Assert.Empty((await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields);
        await fixture.ReopenAsync(name);
        await fixture.Budgets.UpdateBudgetAsync(new() { Budget = new() { Name = ReportsFixture.BudgetOf(name), FundingRows = { ReportsFixture.Row(2_000_000_00) } } });

        var changed = (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = name })).ChangedFields;

        Assert.Contains("budget.funding_rows[0].initial_budget", changed);
        Assert.Contains("budget.total.completion_rate_basis_points", changed);
        Assert.DoesNotContain(changed, field => field.StartsWith("report.", StringComparison.Ordinal));
    }

    [DatabaseFact]
    public async Task CompareRevisions_OfWhatIsNotThere_SaysSo()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);

        Assert.Equal($"{name}/revisions/7", (await RpcError.OfAsync(() => CompareAsync(name, 1, 7))).Metadata["name"]);
        Assert.Equal($"{name}/revisions/0", (await RpcError.OfAsync(() => CompareAsync(name, 0, 1))).Metadata["name"]);
        Assert.Equal("NOT_FOUND", (await RpcError.OfAsync(() => CompareAsync(name.Replace("/2021", "/2022", StringComparison.Ordinal), 1, 2))).Reason);
        Assert.Equal([("older_revision", "VALUE_NOT_ACCEPTED"), ("newer_revision", "VALUE_NOT_ACCEPTED")], (await RpcError.OfAsync(() => CompareAsync(name, -1, -2))).Fields);
    }

    [DatabaseFact]
    public async Task CompareRevisions_OfATaskThatWasPutIn_IsOneChange_AndBackAgainOneRemoval()
    {
        var name = await fixture.NewFormAsync();
        await fixture.SubmitAsync(name);
        await fixture.ReopenAsync(name);
        var plan = await fixture.TaskPlans.GetTaskPlanAsync(new() { Name = ReportsFixture.TaskPlanOf(name) });
        plan.Tasks.Insert(0, new() { Label = "任务0", Expected = "开展调研。", Achieved = "已开展。", Indicators = { new Indicator { DisplayName = "出席率", Target = "85%", Actual = "90%" } } });
        await fixture.TaskPlans.UpdateTaskPlanAsync(new() { TaskPlan = plan });
        await fixture.SubmitAsync(name);

        var there = await CompareAsync(name, 1, 2);
        var back = await CompareAsync(name, 2, 1);

        Assert.Equal([new FieldChange { Field = "task_plan.tasks[0]", Label = "任务0", Kind = Kind.Added, After = "开展调研。" }], there.Changes);
        Assert.Equal([new FieldChange { Field = "task_plan.tasks[0]", Label = "任务0", Kind = Kind.Removed, Before = "开展调研。" }], back.Changes);
        Assert.Equal(($"{name}/revisions/2", $"{name}/revisions/1"), (back.Older, back.Newer));
    }

    [DatabaseFact]
    public async Task CompareRevisions_WithMoreThanAnAnswerHolds_SaysSo()
    {
        var many = await fixture.NewFormAsync();
        await ReplaceTasksAsync(many, 21, "1次");
        await fixture.SubmitAsync(many);
        await fixture.ReopenAsync(many);
        await ReplaceTasksAsync(many, 21, "2次");

        var answer = await CompareAsync(many, 0, 0);

        Assert.Equal((1000, true), (answer.Changes.Count, answer.Truncated));
        Assert.All(answer.Changes, change => Assert.Equal(("1次", "2次"), (change.Before, change.After)));
        Assert.Equal(answer.Changes.Select(change => change.Field), (await fixture.Reports.GetReportAsync(new GetReportRequest { Name = many })).ChangedFields);

        // Fewer, but 6,000 bytes each.
        await ReplaceTasksAsync(many, 12, new string('长', 2000));
        var large = await CompareAsync(many, 0, 0);

        Assert.True(large.Truncated);
        Assert.InRange(large.Changes.Count, 400, 12 * 50);
        Assert.InRange(large.CalculateSize(), 2_900_000, 3_100_000);
    }

    private async Task ReplaceTasksAsync(string name, int count, string actual)
    {
        var plan = await fixture.TaskPlans.GetTaskPlanAsync(new() { Name = ReportsFixture.TaskPlanOf(name) });
        plan.Tasks.Clear();
        plan.Tasks.AddRange(Enumerable.Range(1, count).Select(task => new TaskIndicators.V1.Task
        {
            Label = $"任务{task}",
            Expected = $"完成第{task}项工作。",
            Achieved = $"第{task}项工作已完成。",
            Indicators = { Enumerable.Range(1, 50).Select(i => new Indicator { DisplayName = $"指标{i}", Target = "1次", Actual = actual }) },
        }));
        await fixture.TaskPlans.UpdateTaskPlanAsync(new() { TaskPlan = plan });
    }

    private async Task<CompareRevisionsResponse> CompareAsync(string name, int older, int newer) =>
        await fixture.Reports.CompareRevisionsAsync(new CompareRevisionsRequest { Name = name, OlderRevision = older, NewerRevision = newer });
}

public sealed class CompareRevisionsOnSqlite(ReportsFixture<OnSqlite> fixture) : CompareRevisionsTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class CompareRevisionsOnSqlServer(ReportsFixture<OnSqlServer> fixture) : CompareRevisionsTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;
