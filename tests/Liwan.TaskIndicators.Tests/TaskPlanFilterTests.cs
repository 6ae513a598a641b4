using Grpc.Core;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using static Liwan.TaskIndicators.Tests.TaskIndicatorsFixture;
using Task = System.Threading.Tasks.Task;

namespace Liwan.TaskIndicators.Tests;

/// <summary>Alone with its services: what it lists are its own plans.</summary>
public abstract class TaskPlanFilterTests(TaskIndicatorsFixture fixture)
{
    private static readonly string[] AllOrders =
        ["", "department desc", "year", "year desc, department", "year desc, department desc", "update_time", "update_time desc"];

    [DatabaseFact]
    public async Task ListTaskPlans_ByFilterAndOrder_GivesWhatTheySayEachWhole()
    {
        var (one, two) = (await fixture.NewDepartmentAsync(), await fixture.NewDepartmentAsync());
        await fixture.CreateAsync(two, "2021", new TaskPlan { Tasks = { TaskOf("一", "群众满意度", "出席率"), TaskOf("二") } });
        await fixture.CreateAsync(one, "2021", new TaskPlan { Tasks = { TaskOf("一", "出席率") } });
        await fixture.CreateAsync(one, "2020", new TaskPlan());
        var last = await fixture.CreateAsync(two, "2022", new TaskPlan { Tasks = { TaskOf("一"), TaskOf("满意度", "满意度ABC") } });
        var (one20, one21, two21, two22) = ($"{one}/taskPlans/2020", $"{one}/taskPlans/2021", $"{two}/taskPlans/2021", $"{two}/taskPlans/2022");
        string[] all = [one20, one21, two21, two22];

        await ListsAsync("", all);
        await ListsAsync($"department = {two}", two21, two22);
        await ListsAsync("year < 2021 OR year > 2021", one20, two22);
        await ListsAsync("tasks.indicators.display_name:满意度", two21, two22);
        await ListsAsync("tasks.indicators.display_name:ABC", two22);
        await ListsAsync("tasks.indicators.display_name:abc");
        await ListsAsync("NOT tasks.indicators.display_name:*", one20);
        await ListsAsync("locked = true");
        await ListsAsync("locked = false", all);
        await ListsAsync($"create_time >= {last.CreateTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss.ffffffZ}", two22);
        await ListsAsync($"update_time < {last.UpdateTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss.ffffffZ}", one20, one21, two21);

        await OrdersAsync("department desc", [.. all.Reverse()]);
        await OrdersAsync("year", one20, one21, two21, two22);
        await OrdersAsync("year desc", two22, one21, two21, one20);
        await OrdersAsync("update_time", two21, one21, one20, two22);
        await OrdersAsync("update_time desc", two22, one20, one21, two21);
    }

    [DatabaseTheory]
    [InlineData("tasks.label:x", "", "filter", "FILTER_FIELD_UNKNOWN", "0")]
    [InlineData("year = 2021 locked = yes", "", "filter", "FILTER_VALUE_INVALID", "21")]
    [InlineData("", "year, label", "order_by", "ORDER_BY_INVALID", "6")]
    public async Task ListTaskPlans_ByAFilterOrOrderThatIsNone_PointsAtThePlace(string filter, string orderBy, string field, string reason, string position)
    {
        var error = await RpcError.OfAsync(() => fixture.Plans.ListTaskPlansAsync(new ListTaskPlansRequest { Parent = "departments/-", Filter = filter, OrderBy = orderBy }));
        Assert.Equal((StatusCode.InvalidArgument, reason, position), (error.Code, error.Reason, error.Metadata["position"]));
        Assert.Equal([(field, reason)], error.Fields);
    }

    private async Task ListsAsync(string filter, params string[] expected)
    {
        foreach (var orderBy in AllOrders)
        {
            var listed = await ListAsync(filter, orderBy, 2);
            Assert.True(expected.SequenceEqual(listed.Select(plan => plan.Name).Order(StringComparer.Ordinal)), $"{filter} | {orderBy}: {string.Join(", ", listed.Select(plan => plan.Name))}");
            foreach (var plan in listed)
            {
                Assert.Equal(await fixture.GetAsync(plan.Name), plan);
            }
        }
    }

    private async Task OrdersAsync(string orderBy, params string[] expected)
    {
        foreach (var size in new[] { 1, 2, 50 })
        {
            Assert.Equal(expected, (await ListAsync("", orderBy, size)).Select(plan => plan.Name));
        }
    }

    private async Task<List<TaskPlan>> ListAsync(string filter, string orderBy, int size)
    {
        var plans = new List<TaskPlan>();
        var request = new ListTaskPlansRequest { Parent = "departments/-", Filter = filter, OrderBy = orderBy, PageSize = size };
        do
        {
            var page = await fixture.Plans.ListTaskPlansAsync(request);
            plans.AddRange(page.TaskPlans);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return plans;
    }
}

public sealed class TaskPlanFilterOnSqlite(TaskIndicatorsFixture<OnSqlite> fixture) : TaskPlanFilterTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlite>>;

[SqlServer]
public sealed class TaskPlanFilterOnSqlServer(TaskIndicatorsFixture<OnSqlServer> fixture) : TaskPlanFilterTests(fixture), IClassFixture<TaskIndicatorsFixture<OnSqlServer>>;
