using Google.Type;
using Grpc.Net.Client;
using Liwan.Budgets;
using Liwan.Budgets.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Reports.V1;
using Liwan.ServiceDefaults.Access;
using Liwan.Storage;
using Liwan.TaskIndicators;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;
using Task = System.Threading.Tasks.Task;

namespace Liwan.Reports.Tests;

/// <summary>All four services for real, without a broker; each test works under departments of its own.</summary>
public abstract class ReportsFixture(TestDatabases databases) : IAsyncLifetime
{
    private GrpcChannel _anonymous = null!;
    private Database _reports = null!;
    private int _departmentCount;

    public ServiceHost DepartmentsHost { get; private set; } = null!;

    public ServiceHost BudgetsHost { get; private set; } = null!;

    public ServiceHost TaskIndicatorsHost { get; private set; } = null!;

    public ServiceHost Host { get; private set; } = null!;

    public DepartmentService.DepartmentServiceClient Departments => new(DepartmentsHost.Channel);

    public EvaluationRoundService.EvaluationRoundServiceClient Rounds => new(DepartmentsHost.Channel);

    public BudgetService.BudgetServiceClient Budgets => new(BudgetsHost.Channel);

    public TaskPlanService.TaskPlanServiceClient TaskPlans => new(TaskIndicatorsHost.Channel);

    public ReportService.ReportServiceClient Reports => new(Host.Channel);

    public RollupService.RollupServiceClient Rollups => new(Host.Channel);

    /// <summary>The reports service for calls that carry a token of their own.</summary>
    public ReportService.ReportServiceClient AnonymousReports => new(_anonymous);

    public async Task InitializeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        DepartmentsHost = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        var departments = $"--services:departments:grpc:0={DepartmentsHost.GrpcAddress}";
        BudgetsHost = await ServiceHost.StartAsync("budgets", BudgetsApp.Build, databases["budgets"], departments);
        TaskIndicatorsHost = await ServiceHost.StartAsync("taskindicators", TaskIndicatorsApp.Build, databases["taskindicators"], departments);
        Host = await StartReportsAsync("reports");
        _anonymous = Host.ChannelAs(null);
        _reports = new Database("reports", databases["reports"].Dialect, databases["reports"].ConnectionString);
        await TestRounds.OpenAsync(DepartmentsHost.Channel);
    }

    /// <summary>Starts a reports service over a database file of its own.</summary>
    public Task<ServiceHost> StartReportsAsync(string database, params string[] settings) => ServiceHost.StartAsync(
        "reports",
        ReportsApp.Build,
        databases[database],
        [
            $"--services:departments:grpc:0={DepartmentsHost.GrpcAddress}",
            $"--services:budgets:grpc:0={BudgetsHost.GrpcAddress}",
            $"--services:taskindicators:grpc:0={TaskIndicatorsHost.GrpcAddress}",
            .. settings,
        ]);

    public async Task DisposeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        _anonymous.Dispose();
        _reports.Dispose();
        await Host.DisposeAsync();
        await TaskIndicatorsHost.DisposeAsync();
        await BudgetsHost.DisposeAsync();
        await DepartmentsHost.DisposeAsync();
        databases.Dispose();
    }

    /// <summary>Looks into the database of the reports service.</summary>
    public Task<T> ReadReportsAsync<T>(Func<DbSession, Task<T>> read) => _reports.ReadAsync(read, default);

    /// <summary>Writes into the database of the reports service past its methods.</summary>
    public async Task WriteReportsAsync(Func<DbSession, Task> write)
    {
        using var call = CurrentCall.Enter(new CurrentCall { Caller = Caller.Service("reports"), Method = "test" });
        await _reports.WriteAsync(write, default);
    }

    /// <summary>Money of a number of fen.</summary>
    public static Money Fen(long fen) => new() { CurrencyCode = "CNY", Units = fen / 100, Nanos = (int)(fen % 100) * 10_000_000 };

    /// <summary>Enters a department of the test's own into the register and returns its name.</summary>
    public async Task<string> NewDepartmentAsync()
    {
        var department = await Departments.CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = $"department-{Interlocked.Increment(ref _departmentCount):000}",
            Department = new Department
            {
                OfficialNames =
                {
                    new OfficialName { Text = "荔湾区老名局", EndDate = new Date { Year = 2021, Month = 6, Day = 30 } },
                    new OfficialName { Text = "荔湾区新名局", StartDate = new Date { Year = 2021, Month = 7, Day = 1 } },
                },
            },
        });
        return department.Name;
    }

    /// <summary>A form with all its parts, one indicator without an actual, of a department of its own unless one is given; returns the report's name.</summary>
    public async Task<string> NewFormAsync(string year = "2021", string? of = null)
    {
        var department = of ?? await NewDepartmentAsync();
        await Budgets.CreateBudgetAsync(new CreateBudgetRequest { Parent = department, BudgetId = year, Budget = new Budget { FundingRows = { Row() } } });
        await TaskPlans.CreateTaskPlanAsync(new CreateTaskPlanRequest
        {
            Parent = department,
            TaskPlanId = year,
            TaskPlan = new TaskPlan
            {
                AnnualObjective = new AnnualObjective { Expected = "完成全年工作。", Achieved = "已完成全年工作。" },
                Tasks =
                {
                    new TaskIndicators.V1.Task
                    {
                        Label = "任务1",
                        Expected = "召开会议。",
                        Achieved = "会议顺利召开。",
                        Funds = Fen(94_90_00),
                        Indicators = { new Indicator { DisplayName = "出席率", Target = "85%" } },
                    },
                },
            },
        });
        var report = await Reports.CreateReportAsync(new CreateReportRequest
        {
            Parent = department,
            ReportId = year,
            Report = new Report { Problems = "计划性不足。", Improvements = "加强计划。" },
        });
        return report.Name;
    }

    /// <summary>The funding row of a form of <see cref="NewFormAsync"/>.</summary>
    public static FundingRow Row(long initial = 1_000_000_00) => new()
    {
        Source = "一般公共预算",
        InitialBudget = Fen(initial),
        Adjustment = Fen(-100_000_00),
        ActualExpenditure = Fen(855_000_00),
    };

    /// <summary>Submits a form as it stands.</summary>
    public async Task<SubmitReportResponse> SubmitAsync(string report, string requestId = "")
    {
        var checkedForm = await Reports.CheckReportAsync(new CheckReportRequest { Name = report });
        return await Reports.SubmitReportAsync(new SubmitReportRequest { Name = report, Etag = checkedForm.Etag, RequestId = requestId });
    }

    /// <summary>Returns a submitted form and waits until its budget and task plan may be edited.</summary>
    public async Task ReopenAsync(string report)
    {
        // First closed: before the submission has arrived they are open still.
        await LockedAsync(report, true);
        await Reports.ReturnReportAsync(new ReturnReportRequest { Name = report, Reason = "请核对。" });
        await LockedAsync(report, false);
    }

    /// <summary>Waits until budget and task plan are locked, or open again.</summary>
    public Task LockedAsync(string report, bool locked) =>
        Wait.UntilAsync($"budget and task plan of {report} are {(locked ? "locked" : "open again")}", () => AreLockedAsync(report, locked));

    /// <summary>Waits until a revision is archived.</summary>
    public async Task<Revision> ArchivedAsync(string report, int number)
    {
        Revision revision = new();
        await Wait.UntilAsync($"{report} revision {number} is archived", async () =>
        {
            revision = await Reports.GetRevisionAsync(new GetRevisionRequest { Name = $"{report}/revisions/{number}" });
            return revision.Archive is not null;
        });
        return revision;
    }

    private async Task<bool> AreLockedAsync(string report, bool locked) =>
        (await Budgets.GetBudgetAsync(new GetBudgetRequest { Name = BudgetOf(report) })).Locked == locked
        && (await TaskPlans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = TaskPlanOf(report) })).Locked == locked;

    public static string BudgetOf(string report) => report.Replace("/reports/", "/budgets/", StringComparison.Ordinal);

    public static string TaskPlanOf(string report) => report.Replace("/reports/", "/taskPlans/", StringComparison.Ordinal);

    public static string FilingOf(string report)
    {
        var parts = report.Split('/');
        return $"rounds/{parts[3]}/filings/{parts[1]}";
    }
}

/// <summary>The fixture over databases of one kind.</summary>
/// <typeparam name="TDatabases">The kind.</typeparam>
public sealed class ReportsFixture<TDatabases>() : ReportsFixture(new TDatabases())
    where TDatabases : TestDatabases, new();
