using System.Net;
using Google.Rpc;
using Grpc.Core;
using Liwan.Access.V1;
using Liwan.Budgets.V1;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Api.Tests.Access;

/// <summary>What somebody who is bound to departments reaches, by every road there is.</summary>
public sealed class ReachTests(RunningSuite suite) : IClassFixture<RunningSuite>, IAsyncLifetime
{
    private const string Own = "npc-office";
    private const string Second = "cppcc-office";
    private const string Foreign = "archive-office";
    private static readonly string Clerk = TestTokens.Trusted.Of(Role.Clerk, Own, Second);

    public async Task InitializeAsync()
    {
        foreach (var department in new[] { Second, Foreign }.Except(await suite.DepartmentsAsync()))
        {
            await suite.EnterAsync(department, 2021);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Lists_OfAllDepartments_HoldThoseOfTheTokenOnly()
    {
        using var budgets = suite["liwan.budgets.v1"].ChannelAs(Clerk);
        using var plans = suite["liwan.taskindicators.v1"].ChannelAs(Clerk);
        using var reports = suite["liwan.reports.v1"].ChannelAs(Clerk);
        using var departments = suite["liwan.departments.v1"].ChannelAs(Clerk);

        // One a page: what is left out is left out by the query, or a page would come back empty.
        var seen = new List<string>();
        var token = string.Empty;
        do
        {
            var page = await new BudgetService.BudgetServiceClient(budgets).ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-", PageSize = 1, PageToken = token });
            seen.Add(Assert.Single(page.Budgets).Name);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal([$"departments/{Second}/budgets/2021", $"departments/{Own}/budgets/2021"], seen);
        Assert.Equal(
            [$"departments/{Second}/taskPlans/2021", $"departments/{Own}/taskPlans/2021"],
            (await new TaskPlanService.TaskPlanServiceClient(plans).ListTaskPlansAsync(new ListTaskPlansRequest { Parent = "departments/-" })).TaskPlans.Select(plan => plan.Name));
        Assert.Equal(
            [$"departments/{Second}/reports/2021", $"departments/{Own}/reports/2021"],
            (await new ReportService.ReportServiceClient(reports).ListReportsAsync(new ListReportsRequest { Parent = "departments/-" })).Reports.Select(report => report.Name));
        Assert.Equal(
            [$"departments/{Second}", $"departments/{Own}"],
            (await new DepartmentService.DepartmentServiceClient(departments).ListDepartmentsAsync(new ListDepartmentsRequest())).Departments.Select(department => department.Name));
    }

    [Fact]
    public async Task Export_OfAllDepartments_HoldsThoseOfTheTokenOnly()
    {
        using var channel = suite["liwan.budgets.v1"].ChannelAs(Clerk);
        using var call = new BudgetService.BudgetServiceClient(channel).ExportBudgets(new ExportBudgetsRequest { Parent = "departments/-" });

        var names = await call.ResponseStream.ReadAllAsync().SelectMany(batch => batch.Budgets).Select(budget => budget.Name).ToListAsync();

        Assert.Equal([$"departments/{Second}/budgets/2021", $"departments/{Own}/budgets/2021"], names);
    }

    [Fact]
    public async Task Import_WithItemsOfOthers_FailsThoseAndKeepsTheRest()
    {
        using var channel = suite["liwan.budgets.v1"].ChannelAs(Clerk);
        using var import = new ImportDialogue<ImportBudgetsRequest>(new BudgetService.BudgetServiceClient(channel).ImportBudgets());
        string[] names = [$"departments/{Own}/budgets/2030", $"departments/{Foreign}/budgets/2030", $"departments/{Second}/budgets/2030", "departments/no-such/budgets/2030"];
        await import.SendAsync(new ImportBudgetsRequest
        {
            Settings = NewImport.Settings(),
            Items = { names.Select((name, i) => new ImportBudgetsRequest.Types.Item { Index = i, Budget = new Budget { Name = name } }) },
        });

        await import.FinishAsync();

        Assert.Equal(
            [(0, string.Empty), (1, "PERMISSION_DENIED"), (2, string.Empty), (3, "PERMISSION_DENIED")],
            import.Outcomes.Select(outcome => ((int)outcome.Index, outcome.Error?.GetDetail<ErrorInfo>().Reason ?? string.Empty)));
    }

    [Fact]
    public async Task BatchGet_WithOneOfAnother_IsRefusedWhole()
    {
        using var channel = suite["liwan.departments.v1"].ChannelAs(Clerk);
        var client = new DepartmentService.DepartmentServiceClient(channel);

        var error = await RpcError.OfAsync(() => client.BatchGetDepartmentsAsync(new BatchGetDepartmentsRequest { Names = { $"departments/{Own}", $"departments/{Foreign}" } }));

        Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_DENIED"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task PageToken_OfSomebodyElse_ShowsNothingMore()
    {
        using var every = suite["liwan.budgets.v1"].ChannelAs(TestTokens.Trusted.Of(Role.Auditor));
        using var bound = suite["liwan.budgets.v1"].ChannelAs(TestTokens.Trusted.Of(Role.Clerk, Own));
        var request = new ListBudgetsRequest { Parent = "departments/-", PageSize = 1 };
        request.PageToken = (await new BudgetService.BudgetServiceClient(every).ListBudgetsAsync(request)).NextPageToken;

        var page = await new BudgetService.BudgetServiceClient(bound).ListBudgetsAsync(request);

        Assert.All(page.Budgets, budget => Assert.StartsWith($"departments/{Own}/", budget.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"/v1/departments/{Own}/../{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Own}/%2e%2e/{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Own}%2F..%2F{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Own}%252F..%252F{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Own}/budgets/2021/../../../{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Own}\\..\\{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Foreign}%00/budgets/2021")]
    [InlineData($"/v1/departments/{Foreign}%20/budgets/2021")]
    [InlineData($"/v1/departments/%EF%BD%81rchive-office/budgets/2021")]
    [InlineData("/v1/departments/ARCHIVE-OFFICE/budgets/2021")]
    [InlineData($"/v1//departments/{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Foreign}/budgets/2021?name=departments/{Own}/budgets/2021")]
    [InlineData($"/v1/departments/{Own}/budgets/2021?name=departments/{Foreign}/budgets/2021")]
    [InlineData($"/v1/departments/{Own}/budgets?parent=departments/{Foreign}")]
    [InlineData($"/v1/departments/{Own}/budgets?filter=department%20%3D%20%22departments/{Foreign}%22")]
    [InlineData($"/v1/departments/-/budgets?filter=department%20%3D%20%22departments/{Foreign}%22%20OR%20year%20%3D%202021")]
    public async Task JsonPath_HoweverItIsWritten_ShowsNothingOfAnotherDepartment(string path)
    {
        // As it stands: HttpClient would tidy it up.
        var answer = await RawHttp.GetAsync(suite["liwan.budgets.v1"].HttpAddress, path, TestTokens.Trusted.Of(Role.Clerk, Own));

        Assert.DoesNotContain($"departments/{Foreign}/budgets/2021\",", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("fundingRows\": [", answer.Body.Contains(Foreign, StringComparison.Ordinal) ? answer.Body : string.Empty, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.Status);
    }
}
