using Liwan.TaskIndicators.TaskPlans;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;
using TaskPlan = Liwan.TaskIndicators.V1.TaskPlan;

namespace Liwan.TaskIndicators.Tests;

public sealed class TaskPlanSeekTests(TaskIndicatorsFixture<OnSqlite> fixture) : IClassFixture<TaskIndicatorsFixture<OnSqlite>>
{
    [Theory]
    [InlineData("", "sqlite_autoindex_task_plan_1 (department=? AND year>?)", "sqlite_autoindex_task_plan_1 (department>?)")]
    [InlineData("year", "ix_task_plan_newest_year (year=? AND department>?)", "ix_task_plan_year (year>?)")]
    [InlineData("year desc", "ix_task_plan_newest_year (year=? AND department>?)", "ix_task_plan_newest_year (year<?)")]
    [InlineData("update_time desc", "ix_task_plan_update_time (update_time=? AND department<?)", "ix_task_plan_update_time (update_time<?)")]
    public async Task ListTaskPlans_OnALaterPage_SeeksInTheIndexOfTheOrder(string orderBy, params string[] seeks)
    {
        var department = await fixture.NewDepartmentAsync();
        await fixture.CreateAsync(department, "2031", new TaskPlan());
        await fixture.CreateAsync(department, "2032", new TaskPlan());
        var request = new ListTaskPlansRequest { Parent = "departments/-", OrderBy = orderBy, PageSize = 1 };
        request.PageToken = (await fixture.Plans.ListTaskPlansAsync(request)).NextPageToken;

        request.PageSize = 200;
        var plans = await QueryPlans.OfAsync(fixture.Host, "task_plan", async () => await fixture.Plans.ListTaskPlansAsync(request));

        // The last query fetches the plans whose keys the others found.
        Assert.Equal(seeks.Select(seek => $"SEARCH task_plan USING INDEX {seek}"), plans.SkipLast(1).Select(steps => Assert.Single(steps)));
        Assert.DoesNotContain(plans[^1], step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public void ListTaskPlans_InTheContract_IsDescribedAsItIs() => ListContract.AssertSays("taskindicators/v1/task_plan.proto", "ListTaskPlansRequest", TaskPlanList.Method);
}
