using Google.Type;
using Liwan.Budgets.V1;
using Liwan.Departments;
using Liwan.Departments.V1;
using Liwan.Events.V1;
using Liwan.Testing;

namespace Liwan.Budgets.Tests;

/// <summary>A real Departments and a real Budgets service; each test works under a department of its own.</summary>
public abstract class BudgetsFixture(TestDatabases databases) : IAsyncLifetime
{
    private int _departmentCount;

    public ServiceHost Departments { get; private set; } = null!;

    public ServiceHost Host { get; private set; } = null!;

    public BudgetService.BudgetServiceClient Budgets { get; private set; } = null!;

    public EventSinkService.EventSinkServiceClient Events { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        Departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, databases["departments"]);
        Host = await ServiceHost.StartAsync(
            "budgets", BudgetsApp.Build, databases["budgets"], $"--services:departments:grpc:0={Departments.GrpcAddress}");
        Budgets = new BudgetService.BudgetServiceClient(Host.Channel);
        Events = new EventSinkService.EventSinkServiceClient(Host.Channel);
    }

    public async Task DisposeAsync()
    {
        if (databases.Missing is not null)
        {
            return;
        }

        await Host.DisposeAsync();
        await Departments.DisposeAsync();
        databases.Dispose();
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

    /// <summary>Money of a number of fen.</summary>
    public static Money Fen(long fen) => new() { CurrencyCode = "CNY", Units = fen / 100, Nanos = (int)(fen % 100) * 10_000_000 };

    /// <summary>A row with the amounts that are given, in fen.</summary>
    public static FundingRow Row(string source, long? initial = null, long? adjustment = null, long? actual = null) => new()
    {
        Source = source,
        InitialBudget = initial is { } i ? Fen(i) : null,
        Adjustment = adjustment is { } d ? Fen(d) : null,
        ActualExpenditure = actual is { } a ? Fen(a) : null,
    };

    public async Task<Budget> CreateAsync(string department, int year, params FundingRow[] rows) =>
        await Budgets.CreateBudgetAsync(new CreateBudgetRequest { Parent = department, BudgetId = $"{year}", Budget = new Budget { FundingRows = { rows } } });

    /// <summary>Lists the budgets of all pages.</summary>
    public async Task<List<Budget>> ListAsync(ListBudgetsRequest request)
    {
        var budgets = new List<Budget>();
        do
        {
            var page = await Budgets.ListBudgetsAsync(request);
            budgets.AddRange(page.Budgets);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return budgets;
    }

    /// <summary>Fetches all pages of a list.</summary>
    public async Task<List<ListBudgetsResponse>> ListAsync(string parent, int size)
    {
        var pages = new List<ListBudgetsResponse>();
        var token = string.Empty;
        do
        {
            pages.Add(await Budgets.ListBudgetsAsync(new ListBudgetsRequest { Parent = parent, PageSize = size, PageToken = token }));
            token = pages[^1].NextPageToken;
        }
        while (token.Length > 0);

        return pages;
    }
}

/// <summary>The fixture over databases of one kind.</summary>
/// <typeparam name="TDatabases">The kind.</typeparam>
public sealed class BudgetsFixture<TDatabases>() : BudgetsFixture(new TDatabases())
    where TDatabases : TestDatabases, new();
