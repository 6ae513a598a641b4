using Google.Type;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Reports;
using Liwan.Reports.V1;
using Liwan.TaskIndicators;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Api.Tests;

/// <summary>All four services for real, without a broker, over databases that hold one department with its form of 2021.</summary>
public sealed class RunningSuite : IAsyncLifetime
{
    private readonly OnSqlite _databases = new();
    private readonly Dictionary<string, (ServiceHost Host, TestDatabase Database)> _services = new(StringComparer.Ordinal);

    /// <summary>The service of a proto package, such as <c>liwan.budgets.v1</c>.</summary>
    public ServiceHost this[string package] => _services[package].Host;

    /// <summary>The packages that are served.</summary>
    public IEnumerable<string> Packages => _services.Keys;

    /// <summary>The database behind a package.</summary>
    public TestDatabase DatabaseOf(string package) => _services[package].Database;

    public async Task InitializeAsync()
    {
        var departments = await StartAsync("liwan.departments.v1", "departments", DepartmentsApp.Build);
        var register = $"--services:departments:grpc:0={departments.GrpcAddress}";
        var budgets = await StartAsync("liwan.budgets.v1", "budgets", BudgetsApp.Build, register);
        var taskIndicators = await StartAsync("liwan.taskindicators.v1", "taskindicators", TaskIndicatorsApp.Build, register);
        await StartAsync(
            "liwan.reports.v1",
            "reports",
            ReportsApp.Build,
            register,
            $"--services:budgets:grpc:0={budgets.GrpcAddress}",
            $"--services:taskindicators:grpc:0={taskIndicators.GrpcAddress}");
        await TestRounds.OpenAsync(departments.Channel);
        await EnterAsync("npc-office", 2021);
    }

    public async Task DisposeAsync()
    {
        foreach (var (host, _) in _services.Values.Reverse())
        {
            await host.DisposeAsync();
        }

        _databases.Dispose();
    }

    /// <summary>The ids of the departments that there are.</summary>
    public async Task<IReadOnlyList<string>> DepartmentsAsync() =>
        [.. (await new DepartmentService.DepartmentServiceClient(this["liwan.departments.v1"].Channel).ListDepartmentsAsync(new ListDepartmentsRequest())).Departments.Select(department => department.Name.Split('/')[1])];

    /// <summary>Enters a department with a whole form for each of some years.</summary>
    public async Task EnterAsync(string department, params int[] years)
    {
        var parent = $"departments/{department}";
        await new DepartmentService.DepartmentServiceClient(this["liwan.departments.v1"].Channel).CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = department,
            Department = new Department { OfficialNames = { new OfficialName { Text = "广州市荔湾区人大办" } } },
        });
        foreach (var year in years.Select(year => $"{year}"))
        {
            await new BudgetService.BudgetServiceClient(this["liwan.budgets.v1"].Channel)
                .CreateBudgetAsync(new CreateBudgetRequest { Parent = parent, BudgetId = year, Budget = Budget() });
            await new TaskPlanService.TaskPlanServiceClient(this["liwan.taskindicators.v1"].Channel)
                .CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = parent, TaskPlanId = year, TaskPlan = TaskPlan() });
            await new ReportService.ReportServiceClient(this["liwan.reports.v1"].Channel)
                .CreateReportAsync(new CreateReportRequest { Parent = parent, ReportId = year, Report = new Report { Problems = "计划性不足。", Improvements = "加强计划。" } });
        }
    }

    private static Budget Budget() => new()
    {
        FundingRows = { new FundingRow { Source = "一般公共预算", InitialBudget = Yuan(1000), Adjustment = Yuan(-100), ActualExpenditure = Yuan(800) } },
    };

    private static TaskPlan TaskPlan() => new()
    {
        AnnualObjective = new AnnualObjective { Expected = "完成全年工作。", Achieved = "已完成全年工作。" },
        Tasks =
        {
            new Liwan.TaskIndicators.V1.Task { Expected = "召开会议。", Achieved = "会议顺利召开。", Indicators = { new Indicator { DisplayName = "出席率", Target = "85%" } } },
        },
    };

    private static Money Yuan(long yuan) => new() { CurrencyCode = "CNY", Units = yuan };

    private async Task<ServiceHost> StartAsync(string package, string name, BuildService build, params string[] settings)
    {
        var host = await ServiceHost.StartAsync(name, build, _databases[name], [.. settings, "--Liwan:Limits:CallsPerSecond=1000000", "--Liwan:Limits:AddressRequestsPerSecond=0"]);
        _services[package] = (host, _databases[name]);
        return host;
    }
}
