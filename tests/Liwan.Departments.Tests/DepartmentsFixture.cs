using Google.Type;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Testing;

namespace Liwan.Departments.Tests;

/// <summary>A real Departments service; each test enters departments of its own.</summary>
public abstract class DepartmentsFixture(TestDatabases databases) : IAsyncLifetime
{
    private int _count;

    public ServiceHost Host { get; private set; } = null!;

    public DepartmentService.DepartmentServiceClient Departments { get; private set; } = null!;

    public EvaluationRoundService.EvaluationRoundServiceClient Rounds { get; private set; } = null!;

    public EventSinkService.EventSinkServiceClient Events { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        Host = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        Departments = new DepartmentService.DepartmentServiceClient(Host.Channel);
        Rounds = new EvaluationRoundService.EvaluationRoundServiceClient(Host.Channel);
        Events = new EventSinkService.EventSinkServiceClient(Host.Channel);
    }

    public async Task DisposeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        await Host.DisposeAsync();
        databases.Dispose();
    }

    /// <summary>An id that no other test uses.</summary>
    public string NewId() => $"department-{Interlocked.Increment(ref _count):0000}";

    public async Task<Department> CreateAsync(string id, Department department) =>
        await Departments.CreateDepartmentAsync(new CreateDepartmentRequest { DepartmentId = id, Department = department });

    public Task<Department> CreateAsync() => CreateAsync(NewId(), Named("广州市荔湾区某局"));

    public async Task<Department> GetAsync(string name) => await Departments.GetDepartmentAsync(new GetDepartmentRequest { Name = name });

    public static Department Named(string text) => new() { OfficialNames = { new OfficialName { Text = text } } };

    /// <summary>A name with its days, each as yyyy-MM-dd or null.</summary>
    public static OfficialName Name(string text, string? start, string? end) => new() { Text = text, StartDate = Day(start), EndDate = Day(end) };

    private static Date? Day(string? day)
    {
        if (day is null)
        {
            return null;
        }

        var parts = day.Split('-').Select(int.Parse).ToArray();
        return new Date { Year = parts[0], Month = parts[1], Day = parts[2] };
    }
}

/// <summary>The fixture over databases of one kind.</summary>
/// <typeparam name="TDatabases">The kind.</typeparam>
public sealed class DepartmentsFixture<TDatabases>() : DepartmentsFixture(new TDatabases())
    where TDatabases : TestDatabases, new();
