using Grpc.Core;
using Liwan.Departments.Register;
using Liwan.Departments.V1;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;
using Department = Liwan.Departments.V1.Department;

namespace Liwan.Departments.Tests;

/// <summary>Alone with its service: what it lists are its own departments.</summary>
public abstract class DepartmentFilterTests(DepartmentsFixture fixture)
{
    private static readonly string Code = $"11440103007509003{CreditCode.CheckCharacter("11440103007509003")}";

    private static readonly string[] AllOrders = ["", "name desc", "budget_unit_code", "budget_unit_code desc", "update_time", "update_time desc, name desc"];

    [DatabaseFact]
    public async Task ListDepartments_ByFilterAndOrder_GivesWhatTheySay()
    {
        await CreateAsync("people-congress", new Department { OfficialNames = { Name("荔湾区人大办公室", null, null) }, BudgetUnitCode = "101001", UnifiedSocialCreditCode = Code });
        await CreateAsync("finance", new Department { OfficialNames = { Name("荔湾区财政局", null, "2019-12-31"), Name("荔湾区财政局GZW", "2020-01-01", null) }, BudgetUnitCode = "102001" });
        await CreateAsync("treasury", new Department { OfficialNames = { Name("国库支付中心", null, null) }, ParentDepartment = "departments/finance", BudgetUnitCode = "102002" });
        var last = await CreateAsync("old-office", new Department { OfficialNames = { Name("荔湾区老办公室", null, "2020-12-31") }, Successor = "departments/finance" });

        await ListsAsync("", "finance", "old-office", "people-congress", "treasury");
        await ListsAsync("official_names.text:办公室", "old-office", "people-congress");
        await ListsAsync("official_names.text:GZW", "finance");
        await ListsAsync("official_names.text:gzw");
        await ListsAsync("official_names.text:财政局 OR budget_unit_code = 102002", "finance", "treasury");
        await ListsAsync("budget_unit_code:1020", "finance", "treasury");
        await ListsAsync("NOT budget_unit_code:*", "old-office");
        await ListsAsync("budget_unit_code != 101001", "finance", "old-office", "treasury");
        await ListsAsync($"unified_social_credit_code = {Code}", "people-congress");
        await ListsAsync("parent_department = departments/finance", "treasury");
        await ListsAsync("parent_department != departments/finance", "finance", "old-office", "people-congress");
        await ListsAsync("NOT successor:* AND NOT parent_department:*", "finance", "people-congress");
        await ListsAsync("successor:*", "old-office");
        await ListsAsync("name = departments/finance OR name = departments/nobody", "finance");
        await ListsAsync($"create_time >= {last.CreateTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss.ffffffZ}", "old-office");
        await ListsAsync($"update_time < {last.UpdateTime.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ss.ffffffZ}", "finance", "people-congress", "treasury");

        await OrdersAsync("", "finance", "old-office", "people-congress", "treasury");
        await OrdersAsync("name desc", "treasury", "people-congress", "old-office", "finance");
        await OrdersAsync("budget_unit_code", "old-office", "people-congress", "finance", "treasury");
        await OrdersAsync("budget_unit_code desc", "treasury", "finance", "people-congress", "old-office");
        await OrdersAsync("update_time", "people-congress", "finance", "treasury", "old-office");
        await OrdersAsync("update_time desc", "old-office", "treasury", "finance", "people-congress");

        var request = new ListDepartmentsRequest { Filter = "budget_unit_code:*", OrderBy = "name", PageSize = 1 };
        request.PageToken = (await fixture.Departments.ListDepartmentsAsync(request)).NextPageToken;
        foreach (var other in new[] { new ListDepartmentsRequest { OrderBy = "name" }, new ListDepartmentsRequest { Filter = request.Filter, OrderBy = "name desc" } })
        {
            other.PageToken = request.PageToken;
            var error = await RpcError.OfAsync(() => fixture.Departments.ListDepartmentsAsync(other));
            Assert.Equal([("page_token", "PAGE_TOKEN_INVALID")], error.Fields);
        }

        request.PageSize = 1000;
        Assert.Equal(["departments/people-congress", "departments/treasury"], (await fixture.Departments.ListDepartmentsAsync(request)).Departments.Select(department => department.Name));
    }

    [DatabaseTheory]
    [InlineData("display_name:x", "", "filter", "FILTER_FIELD_UNKNOWN", "0")]
    [InlineData("successor = finance", "", "filter", "FILTER_VALUE_INVALID", "12")]
    [InlineData("财政局", "", "filter", "FILTER_SYNTAX", "0")]
    [InlineData("", "name, name", "order_by", "ORDER_BY_INVALID", "6")]
    public async Task ListDepartments_ByAFilterOrOrderThatIsNone_PointsAtThePlace(string filter, string orderBy, string field, string reason, string position)
    {
        var error = await RpcError.OfAsync(() => fixture.Departments.ListDepartmentsAsync(new ListDepartmentsRequest { Filter = filter, OrderBy = orderBy }));
        Assert.Equal((StatusCode.InvalidArgument, reason, position), (error.Code, error.Reason, error.Metadata["position"]));
        Assert.Equal([(field, reason)], error.Fields);
    }

    private Task<Department> CreateAsync(string id, Department department) => fixture.CreateAsync(id, department);

    private async Task ListsAsync(string filter, params string[] expected)
    {
        foreach (var orderBy in AllOrders)
        {
            var listed = await ListAsync(filter, orderBy, 2);
            Assert.True(expected.SequenceEqual(Ids(listed).Order(StringComparer.Ordinal)), $"{filter} | {orderBy}: {string.Join(", ", Ids(listed))}");
            foreach (var department in listed)
            {
                Assert.Equal(await fixture.GetAsync(department.Name), department);
            }
        }
    }

    private async Task OrdersAsync(string orderBy, params string[] expected)
    {
        foreach (var size in new[] { 1, 2, 50 })
        {
            Assert.Equal(expected, Ids(await ListAsync("", orderBy, size)));
        }
    }

    private static IEnumerable<string> Ids(IEnumerable<Department> departments) => departments.Select(department => department.Name["departments/".Length..]);

    private async Task<List<Department>> ListAsync(string filter, string orderBy, int size)
    {
        var departments = new List<Department>();
        var request = new ListDepartmentsRequest { Filter = filter, OrderBy = orderBy, PageSize = size };
        do
        {
            var page = await fixture.Departments.ListDepartmentsAsync(request);
            departments.AddRange(page.Departments);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return departments;
    }
}

public sealed class DepartmentFilterOnSqlite(DepartmentsFixture<OnSqlite> fixture) : DepartmentFilterTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class DepartmentFilterOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : DepartmentFilterTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;
