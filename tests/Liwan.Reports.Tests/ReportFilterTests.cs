using Grpc.Core;
using Liwan.Reports.V1;
using Liwan.Testing;

namespace Liwan.Reports.Tests;

/// <summary>Alone with its services: what it lists are its own reports.</summary>
public abstract class ReportFilterTests(ReportsFixture fixture)
{
    private static readonly string[] AllOrders =
        ["", "department desc", "year", "year desc, department", "year desc, department desc", "update_time", "update_time desc"];

    [DatabaseFact]
    public async Task ListReports_ByFilterAndOrder_GivesWhatTheySay()
    {
        var submitted = await fixture.NewFormAsync();
        var returned = await fixture.NewFormAsync();
        var draft = await fixture.NewFormAsync();
        var older = (await fixture.Reports.CreateReportAsync(new CreateReportRequest
        {
            Parent = submitted[..submitted.IndexOf("/reports", StringComparison.Ordinal)],
            ReportId = "2020",
            Report = new Report { Title = "旧表 ABC", Problems = "预算执行慢。" },
        })).Name;
        await fixture.SubmitAsync(returned);
        await fixture.Reports.ReturnReportAsync(new ReturnReportRequest { Name = returned, Reason = "请核对。" });
        var last = (await fixture.SubmitAsync(submitted)).Report;
        var department = submitted[..submitted.IndexOf("/reports", StringComparison.Ordinal)];
        string[] all = [older, submitted, returned, draft];

        await ListsAsync("", all);
        await ListsAsync($"department = {department}", older, submitted);
        await ListsAsync("year = 2020", older);
        await ListsAsync("state = SUBMITTED OR state = RETURNED", submitted, returned);
        await ListsAsync("state != DRAFT AND revision = 1 AND NOT state = RETURNED", submitted);
        await ListsAsync("submit_time:*", submitted, returned);
        await ListsAsync($"submit_time >= {Text(last.SubmitTime.ToDateTimeOffset())}", submitted);
        await ListsAsync($"submit_time != {Text(last.SubmitTime.ToDateTimeOffset())}", older, returned, draft);
        await ListsAsync("title:ABC", older);
        await ListsAsync("problems:计划性 improvements:加强", submitted, returned, draft);
        await ListsAsync($"create_time < {Text(last.CreateTime.ToDateTimeOffset())}");
        await ListsAsync($"update_time = {Text(last.UpdateTime.ToDateTimeOffset())}", submitted);

        await OrdersAsync("", all);
        await OrdersAsync("department desc", [.. all.Reverse()]);
        await OrdersAsync("year desc, department", submitted, returned, draft, older);
        await OrdersAsync("year", older, submitted, returned, draft);
        await OrdersAsync("update_time", draft, older, returned, submitted);
    }

    [DatabaseTheory]
    [InlineData("return_reason:x", "", "filter", "FILTER_FIELD_UNKNOWN", "0")]
    [InlineData("state = OPEN", "", "filter", "FILTER_VALUE_INVALID", "8")]
    [InlineData("state:*", "", "filter", "FILTER_OPERATOR_UNSUPPORTED", "5")]
    [InlineData("", "submit_time", "order_by", "ORDER_BY_INVALID", "0")]
    public async Task ListReports_ByAFilterOrOrderThatIsNone_PointsAtThePlace(string filter, string orderBy, string field, string reason, string position)
    {
        var error = await RpcError.OfAsync(() => fixture.Reports.ListReportsAsync(new ListReportsRequest { Parent = "departments/-", Filter = filter, OrderBy = orderBy }));
        Assert.Equal((StatusCode.InvalidArgument, reason, position), (error.Code, error.Reason, error.Metadata["position"]));
        Assert.Equal([(field, reason)], error.Fields);
    }

    private async Task ListsAsync(string filter, params string[] expected)
    {
        foreach (var orderBy in AllOrders)
        {
            var listed = await ListAsync(filter, orderBy, 2);
            Assert.True(expected.SequenceEqual(listed.Order(StringComparer.Ordinal)), $"{filter} | {orderBy}: {string.Join(", ", listed)}");
        }
    }

    private async Task OrdersAsync(string orderBy, params string[] expected)
    {
        foreach (var size in new[] { 1, 2, 50 })
        {
            Assert.Equal(expected, await ListAsync("", orderBy, size));
        }
    }

    private async Task<List<string>> ListAsync(string filter, string orderBy, int size)
    {
        var names = new List<string>();
        var request = new ListReportsRequest { Parent = "departments/-", Filter = filter, OrderBy = orderBy, PageSize = size };
        do
        {
            var page = await fixture.Reports.ListReportsAsync(request);
            names.AddRange(page.Reports.Select(report => report.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return names;
    }

    private static string Text(DateTimeOffset time) => $"{time:yyyy-MM-ddTHH:mm:ss.ffffffZ}";
}

public sealed class ReportFilterOnSqlite(ReportsFixture<OnSqlite> fixture) : ReportFilterTests(fixture), IClassFixture<ReportsFixture<OnSqlite>>;

[SqlServer]
public sealed class ReportFilterOnSqlServer(ReportsFixture<OnSqlServer> fixture) : ReportFilterTests(fixture), IClassFixture<ReportsFixture<OnSqlServer>>;
