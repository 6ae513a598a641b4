using Grpc.Core;
using Liwan.Departments.V1;
using Liwan.Testing;
using static Liwan.Departments.Tests.DepartmentsFixture;

namespace Liwan.Departments.Tests;

/// <summary>Alone with its service: it lists all departments there are.</summary>
public abstract class DepartmentListTests(DepartmentsFixture fixture)
{
    [DatabaseFact]
    public async Task ListDepartments_OfAHundredAndTwenty_GivesEachOnceInOrderPageByPage()
    {
        var created = new List<Department>();
        foreach (var i in Enumerable.Range(1, 120).Reverse())
        {
            created.Add(await fixture.CreateAsync($"office-{i}", new Department { OfficialNames = { Name($"旧{i}", null, "2020-12-31"), Name($"新{i}", "2021-01-01", null) } }));
        }

        var pages = new List<ListDepartmentsResponse>();
        do
        {
            pages.Add(await fixture.Departments.ListDepartmentsAsync(new ListDepartmentsRequest { PageToken = pages.LastOrDefault()?.NextPageToken ?? "" }));
        }
        while (pages[^1].NextPageToken.Length > 0);

        Assert.Equal([50, 50, 20], pages.Select(page => page.Departments.Count));
        Assert.Equal(created.OrderBy(department => department.Name, StringComparer.Ordinal), pages.SelectMany(page => page.Departments));

        var error = await RpcError.OfAsync(() => fixture.Departments.ListDepartmentsAsync(new ListDepartmentsRequest { PageToken = pages[0].NextPageToken[1..] }));
        Assert.Equal([("page_token", "PAGE_TOKEN_INVALID")], error.Fields);
        error = await RpcError.OfAsync(() => fixture.Departments.ListDepartmentsAsync(new ListDepartmentsRequest { PageSize = -1 }));
        Assert.Equal((StatusCode.InvalidArgument, "PAGE_SIZE_NEGATIVE"), (error.Code, error.Reason));
    }
}

public sealed class DepartmentListOnSqlite(DepartmentsFixture<OnSqlite> fixture) : DepartmentListTests(fixture), IClassFixture<DepartmentsFixture<OnSqlite>>;

[SqlServer]
public sealed class DepartmentListOnSqlServer(DepartmentsFixture<OnSqlServer> fixture) : DepartmentListTests(fixture), IClassFixture<DepartmentsFixture<OnSqlServer>>;
