using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Liwan.Budgets.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Testing;
using static Liwan.Budgets.Tests.BudgetsFixture;

namespace Liwan.Budgets.Tests;

public abstract class BudgetsLifeTests(TestDatabases databases) : IDisposable
{
    public void Dispose()
    {
        databases.Dispose();
        GC.SuppressFinalize(this);
    }

    [DatabaseFact]
    public async Task Budgets_AfterARestart_HoldsEverythingAndItsTokensGoOn()
    {
        await using var departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        await new DepartmentService.DepartmentServiceClient(departments.Channel).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            Department = new Department { OfficialNames = { new OfficialName { Text = "广州市荔湾区人民代表大会常务委员会办公室" } } },
        });
        var request = new CreateBudgetRequest
        {
            Parent = "departments/npc-office",
            BudgetId = "2021",
            Budget = new Budget { FundingRows = { Row("一般公共预算", 1_00, -1, 5) } },
            RequestId = $"{Guid.NewGuid()}",
        };
        Budget first;
        ListBudgetsResponse page;
        await using (var host = await StartAsync(departments.GrpcAddress))
        {
            var client = new BudgetService.BudgetServiceClient(host.Channel);
            first = await client.CreateBudgetAsync(request);
            await client.CreateBudgetAsync(new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = "2022", Budget = new Budget() });
            page = await client.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-", PageSize = 1 });
        }

        await using (var host = await StartAsync(departments.GrpcAddress))
        {
            var client = new BudgetService.BudgetServiceClient(host.Channel);
            Assert.Equal(first, await client.GetBudgetAsync(new GetBudgetRequest { Name = first.Name }));
            Assert.Equal(first, await client.CreateBudgetAsync(request));
            var rest = await client.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-", PageToken = page.NextPageToken });
            Assert.Equal(["departments/npc-office/budgets/2022"], rest.Budgets.Select(budget => budget.Name));
        }
    }

    [DatabaseFact]
    public async Task GetBudget_AfterAChangeByAnotherReplica_GivesTheChange()
    {
        await using var departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        await new DepartmentService.DepartmentServiceClient(departments.Channel).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = "npc-office",
            Department = new Department { OfficialNames = { new OfficialName { Text = "荔湾区人大常委会办公室" } } },
        });
        await using var one = await StartAsync(departments.GrpcAddress);
        await using var other = await StartAsync(departments.GrpcAddress);
        var (reader, writer) = (new BudgetService.BudgetServiceClient(one.Channel), new BudgetService.BudgetServiceClient(other.Channel));
        var created = await writer.CreateBudgetAsync(new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = "2021", Budget = new Budget { FundingRows = { Row("甲", 1) } } });
        var get = new GetBudgetRequest { Name = created.Name };
        Assert.Equal(created, await reader.GetBudgetAsync(get));
        Assert.Equal(created, await reader.GetBudgetAsync(get));

        var changed = await writer.UpdateBudgetAsync(new UpdateBudgetRequest { Budget = new Budget { Name = created.Name, FundingRows = { Row("乙", 2) } } });

        Assert.Equal(changed, await reader.GetBudgetAsync(get));
        Assert.Equal(changed, await writer.GetBudgetAsync(get));
    }

    [DatabaseFact]
    public async Task Budgets_WhileDepartmentsDoesNotAnswer_RefusesNewBudgetsAndServesTheRest()
    {
        await using var host = await StartAsync(new Uri("http://127.0.0.1:1"));
        var client = new BudgetService.BudgetServiceClient(host.Channel);

        var error = await RpcError.OfAsync(() => client.CreateBudgetAsync(
            new CreateBudgetRequest { Parent = "departments/npc-office", BudgetId = "2021", Budget = new Budget() }));

        Assert.Equal((StatusCode.Unavailable, "SERVICE_UNAVAILABLE", "departments"), (error.Code, error.Reason, error.Metadata["service"]));
        Assert.Empty((await client.ListBudgetsAsync(new ListBudgetsRequest { Parent = "departments/-" })).Budgets);
    }

    [DatabaseFact]
    public async Task Budgets_WithMigrationsPending_IsAliveButUnreadyUntilTheyAreRun()
    {
        await using var host = await ServiceHost.StartUnmigratedAsync("budgets", BudgetsApp.Build, databases["budgets"]);
        host.Logs.Announce("Health check migrations");
        var health = new Health.HealthClient(host.Channel);

        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/alive")).StatusCode);
        using (var unready = await host.Http.GetAsync("/health"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
            Assert.Contains("--migrate", await unready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, (await health.CheckAsync(new HealthCheckRequest())).Status);

        await ServiceHost.MigrateAsync("budgets", BudgetsApp.Build, databases["budgets"]);
        await ServiceHost.MigrateAsync("budgets", BudgetsApp.Build, databases["budgets"]);

        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/health")).StatusCode);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
    }

    private Task<ServiceHost> StartAsync(Uri departments) => ServiceHost.StartAsync(
        "budgets", BudgetsApp.Build, databases["budgets"], $"--services:departments:grpc:0={departments}");
}

public sealed class BudgetsLifeOnSqlite() : BudgetsLifeTests(new OnSqlite());

[SqlServer]
public sealed class BudgetsLifeOnSqlServer() : BudgetsLifeTests(new OnSqlServer());
