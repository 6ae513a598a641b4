using Grpc.Core;
using Liwan.Budgets.V1;
using Liwan.Events.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

/// <summary>Alone with its services: what it lists are its own five budgets.</summary>
public abstract class BudgetFilterTests(BudgetsFixture fixture)
{
    private static readonly string[] AllOrders =
        ["", "department desc", "year", "year desc, department", "year desc, department desc", "update_time", "update_time desc"];

    [DatabaseFact]
    public async Task ListBudgets_ByFilterAndOrder_GivesWhatTheySay()
    {
        var (one, two) = (await fixture.NewDepartmentAsync(), await fixture.NewDepartmentAsync());
        await fixture.CreateAsync(two, 2021, Row("一般公共预算", 1_000_00, -1_00, 900_00), Row("政府性基金", 200_00));
        await fixture.CreateAsync(one, 2021, Row("政府性基金A", 1_500_50, 0, 1_500_50));
        await fixture.CreateAsync(one, 2020, Row("一般公共预算", 0));
        await fixture.CreateAsync(two, 2022);
        var last = await fixture.CreateAsync(one, 2022, Row("政府性基金a", 5_00, -5_00, 0));
        await LockAsync(one, 2021);
        var (one20, one21, one22, two21, two22) =
            ($"{one}/budgets/2020", $"{one}/budgets/2021", $"{one}/budgets/2022", $"{two}/budgets/2021", $"{two}/budgets/2022");
        string[] all = [one20, one21, one22, two21, two22];

        await ListsAsync("", all);
        await ListsAsync($"department = {two}", two21, two22);
        await ListsAsync($"department != {two} AND year > 2020", one21, one22);
        await ListsAsync("year = 2020 OR year = 2022", one20, one22, two22);
        await ListsAsync("locked = true", one21);
        await ListsAsync("locked != true year <= 2021", one20, two21);
        await ListsAsync("total.initial_budget >= 1200.00 AND total.initial_budget < 1500.51", one21, two21);
        await ListsAsync("total.adjustment = -5", one22);
        await ListsAsync("NOT total.actual_expenditure:*", one20, two22);
        await ListsAsync("total.actual_expenditure != 900", one20, one21, one22, two22);
        await ListsAsync("funding_rows.source:政府性基金", one21, one22, two21);
        await ListsAsync("funding_rows.source:\"基金a\"", one22);
        await ListsAsync("NOT funding_rows.source:*", two22);
        await ListsAsync($"create_time >= \"{last.CreateTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss.ffffffZ}\"", one22);
        await ListsAsync($"update_time < {last.UpdateTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss.ffffffZ}", one20, one21, two21, two22);
        await ListsAsync("year = 2019");

        await OrdersAsync("", all);
        await OrdersAsync("department desc", [.. all.Reverse()]);
        await OrdersAsync("year", one20, one21, two21, one22, two22);
        await OrdersAsync("year desc, department", one22, two22, one21, two21, one20);
        await OrdersAsync("year desc, department desc", two22, one22, two21, one21, one20);
        await OrdersAsync("update_time", two21, one21, one20, two22, one22);
        await OrdersAsync("update_time desc", one22, two22, one20, one21, two21);
    }

    [DatabaseTheory]
    [InlineData("yaer = 2021", "", "filter", "FILTER_FIELD_UNKNOWN", "0")]
    [InlineData("year = 2021 AND locked > 1", "", "filter", "FILTER_OPERATOR_UNSUPPORTED", "23")]
    [InlineData("funding_rows.source = x", "", "filter", "FILTER_OPERATOR_UNSUPPORTED", "20")]
    [InlineData("total.initial_budget > 1.234", "", "filter", "FILTER_VALUE_INVALID", "23")]
    [InlineData("(year = 2021", "", "filter", "FILTER_SYNTAX", "12")]
    [InlineData("", "year, update_time", "order_by", "ORDER_BY_INVALID", "6")]
    public async Task ListBudgets_ByAFilterOrOrderThatIsNone_PointsAtThePlace(string filter, string orderBy, string field, string reason, string position)
    {
        var error = await RpcError.OfAsync(() => fixture.Budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-", Filter = filter, OrderBy = orderBy }));
        Assert.Equal((StatusCode.InvalidArgument, reason, position), (error.Code, error.Reason, error.Metadata["position"]));
        Assert.Equal([(field, reason)], error.Fields);
        Assert.Contains($"position {position}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"位置 {position}", error.Chinese, StringComparison.Ordinal);
        Assert.NotEmpty(error.Metadata["expected"]);
    }

    private async Task ListsAsync(string filter, params string[] expected)
    {
        foreach (var orderBy in AllOrders)
        {
            var listed = await fixture.ListAsync(new ListBudgetsRequest { Parent = "departments/-", Filter = filter, OrderBy = orderBy, PageSize = 2 });
            Assert.True(expected.SequenceEqual(listed.Select(budget => budget.Name).Order(StringComparer.Ordinal)), $"{filter} | {orderBy}: {string.Join(", ", listed.Select(budget => budget.Name))}");
            foreach (var budget in listed)
            {
                Assert.Equal(await fixture.Budgets.GetBudgetAsync(new GetBudgetRequest { Name = budget.Name }), budget);
            }
        }
    }

    private async Task OrdersAsync(string orderBy, params string[] expected)
    {
        foreach (var size in new[] { 1, 2, 50 })
        {
            var listed = await fixture.ListAsync(new ListBudgetsRequest { Parent = "departments/-", OrderBy = orderBy, PageSize = size });
            Assert.Equal(expected, listed.Select(budget => budget.Name));
        }
    }

    private async Task LockAsync(string department, int year) => await fixture.Events.ApplyAsync(new ApplyRequest
    {
        Events =
        {
            new Event
            {
                ReportSubmitted = new ReportSubmitted
                {
                    MessageId = $"{Guid.NewGuid()}",
                    Report = $"{department}/reports/{year}",
                    Sequence = 2,
                    State = ReportState.Submitted,
                    Revision = 1,
                    EventTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch),
                    SnapshotSha256 = new string('0', 64),
                },
            },
        },
    });
}

public sealed class BudgetFilterOnSqlite(BudgetsFixture<OnSqlite> fixture) : BudgetFilterTests(fixture), IClassFixture<BudgetsFixture<OnSqlite>>;

[SqlServer]
public sealed class BudgetFilterOnSqlServer(BudgetsFixture<OnSqlServer> fixture) : BudgetFilterTests(fixture), IClassFixture<BudgetsFixture<OnSqlServer>>;
