using Grpc.Core;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using static Liwan.TaskIndicators.Tests.TaskIndicatorsFixture;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

public abstract class TaskPlanListTests(TaskIndicatorsFixture fixture)
{
    [DatabaseFact]
    public async Task ListTaskPlans_OfAHundredAndTwenty_GivesEachWholeAndOnceInOrder()
    {
        string[] departments = [await fixture.NewDepartmentAsync(), await fixture.NewDepartmentAsync()];
        var created = new List<TaskPlan>();
        foreach (var year in Enumerable.Range(2000, 60).Reverse())
        {
            foreach (var department in departments)
            {
                created.Add(await fixture.CreateAsync(
                    department, $"{year}", new TaskPlan { Tasks = { TaskOf($"{department} {year}", "甲", "乙"), TaskOf("二"), TaskOf("三", $"{year}") } }));
            }
        }

        var pages = await ListAsync(departments[1], 7);
        Assert.Equal(created.Where(plan => plan.Name.StartsWith(departments[1], StringComparison.Ordinal)).OrderBy(plan => plan.Name, StringComparer.Ordinal), pages.SelectMany(page => page.TaskPlans));
        Assert.Equal(9, pages.Count);

        var all = await ListAsync("departments/-", 1000);
        Assert.Equal(created.OrderBy(plan => plan.Name, StringComparer.Ordinal), all.SelectMany(page => page.TaskPlans).Where(plan => departments.Any(department => plan.Name.StartsWith(department, StringComparison.Ordinal))));

        var error = await RpcError.OfAsync(() => fixture.Plans.ListTaskPlansAsync(new ListTaskPlansRequest { Parent = departments[0], PageToken = pages[0].NextPageToken }));
        Assert.Equal((StatusCode.InvalidArgument, "PAGE_TOKEN_INVALID"), (error.Code, error.Reason));
        error = await RpcError.OfAsync(() => fixture.Plans.ListTaskPlansAsync(new ListTaskPlansRequest { Parent = departments[0], PageSize = -5 }));
        Assert.Equal([("page_size", "PAGE_SIZE_NEGATIVE")], error.Fields);
    }

    [DatabaseFact]
    public async Task ListTaskPlans_OfLargePlans_KeepsEveryPageWithinAMessage()
    {
        var department = await fixture.NewDepartmentAsync();
        var text = new string('长', 20_000);
        foreach (var (year, tasks) in new[] { (2001, 60), (2002, 20), (2003, 20), (2004, 20), (2005, 1) })
        {
            await fixture.CreateAsync(department, $"{year}", new TaskPlan { Tasks = { Enumerable.Range(0, tasks).Select(_ => TaskOf(text)) } });
        }

        var pages = await ListAsync(department, 0);

        Assert.Equal([1, 2, 2], pages.Select(page => page.TaskPlans.Count));
        Assert.Equal(Enumerable.Range(2001, 5).Select(year => $"{department}/taskPlans/{year}"), pages.SelectMany(page => page.TaskPlans).Select(plan => plan.Name));
    }

    private async Task<List<ListTaskPlansResponse>> ListAsync(string parent, int size)
    {
        var pages = new List<ListTaskPlansResponse>();
        do
        {
            pages.Add(await fixture.Plans.ListTaskPlansAsync(
                new ListTaskPlansRequest { Parent = parent, PageSize = size, PageToken = pages.LastOrDefault()?.NextPageToken ?? "" }));
        }
        while (pages[^1].NextPageToken.Length > 0);

        return pages;
    }
}

public sealed class TaskPlanListOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : TaskPlanListTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class TaskPlanListOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : TaskPlanListTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
