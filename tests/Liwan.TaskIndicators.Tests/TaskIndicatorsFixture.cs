using Google.Type;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.TaskIndicators.V1;
using Liwan.Testing;

namespace Liwan.TaskIndicators.Tests;

/// <summary>A real Departments and a real TaskIndicators service; each test works under a department of its own.</summary>
public abstract class TaskIndicatorsFixture(TestDatabases databases) : IAsyncLifetime
{
    private int _departmentCount;

    public ServiceHost Departments { get; private set; } = null!;

    public ServiceHost Host { get; private set; } = null!;

    public TaskPlanService.TaskPlanServiceClient Plans { get; private set; } = null!;

    public EventSinkService.EventSinkServiceClient Events { get; private set; } = null!;

    public async System.Threading.Tasks.Task InitializeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        Departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        await StartAsync();
    }

    public async System.Threading.Tasks.Task DisposeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        await Host.DisposeAsync();
        await Departments.DisposeAsync();
        databases.Dispose();
    }

    /// <summary>Stops the service and starts it again on the same database.</summary>
    public async System.Threading.Tasks.Task RestartAsync()
    {
        await Host.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Enters a department of the test's own into the register and returns its name.</summary>
    public async Task<string> NewDepartmentAsync()
    {
        var client = new DepartmentService.DepartmentServiceClient(Departments.Channel);
        var department = await client.CreateDepartmentAsync(new CreateDepartmentRequest
        {
            DepartmentId = $"department-{Interlocked.Increment(ref _departmentCount):000}",
            Department = new Department { OfficialNames = { new OfficialName { Text = "广州市荔湾区某局" } } },
        });
        return department.Name;
    }

    public async Task<TaskPlan> CreateAsync(string parent, string id, TaskPlan plan) =>
        await Plans.CreateTaskPlanAsync(new CreateTaskPlanRequest { Parent = parent, TaskPlanId = id, TaskPlan = plan });

    public async Task<TaskPlan> GetAsync(string name) => await Plans.GetTaskPlanAsync(new GetTaskPlanRequest { Name = name });

    public async Task<TaskPlan> UpdateAsync(TaskPlan plan) => await Plans.UpdateTaskPlanAsync(new UpdateTaskPlanRequest { TaskPlan = plan });

    public static Money Fen(long fen) => new() { CurrencyCode = "CNY", Units = fen / 100, Nanos = (int)(fen % 100) * 10_000_000 };

    public static V1.Task TaskOf(string expected, params string[] indicators) =>
        new() { Expected = expected, Indicators = { indicators.Select(name => new Indicator { DisplayName = name }) } };

    private async System.Threading.Tasks.Task StartAsync()
    {
        Host = await ServiceHost.StartAsync(
            "taskindicators", TaskIndicatorsApp.Build, databases["taskindicators"], $"--services:departments:grpc:0={Departments.GrpcAddress}");
        Plans = new TaskPlanService.TaskPlanServiceClient(Host.Channel);
        Events = new EventSinkService.EventSinkServiceClient(Host.Channel);
    }
}

/// <summary>The fixture over databases of one kind.</summary>
/// <typeparam name="TDatabases">The kind.</typeparam>
public sealed class TaskIndicatorsFixture<TDatabases>() : TaskIndicatorsFixture(new TDatabases())
    where TDatabases : TestDatabases, new();
