using Liwan.Budgets;
using Liwan.Departments;
using Liwan.TaskIndicators;
using Liwan.Testing;

namespace Liwan.Cli.Tests.Bulk;

/// <summary>The three services that import and export, real, with empty databases of their own.</summary>
internal sealed class BulkServices : IAsyncDisposable
{
    private readonly OnSqlite _databases = new();

    public ServiceHost Departments { get; private set; } = null!;

    public ServiceHost Budgets { get; private set; } = null!;

    public ServiceHost TaskIndicators { get; private set; } = null!;

    public static async Task<BulkServices> StartAsync()
    {
        var services = new BulkServices();
        services.Departments = await ServiceHost.StartAsync("departments", DepartmentsApp.Build, services._databases["departments"]);
        await services.StartBudgetsAsync(0);
        services.TaskIndicators = await ServiceHost.StartAsync(
            "taskindicators", TaskIndicatorsApp.Build, services._databases["taskindicators"], services.KnowsDepartments);
        return services;
    }

    private string KnowsDepartments => $"--services:departments:grpc:0={Departments.GrpcAddress}";

    /// <summary>Ends the budgets service and starts it again where it was.</summary>
    public async Task RestartBudgetsAsync()
    {
        var port = Budgets.GrpcAddress.Port;
        await Budgets.DisposeAsync();
        await StartBudgetsAsync(port);
    }

    public Task<CliRun> RunAsync(params string[] args) => CliRun.Async(
        new Dictionary<string, string>
        {
            ["LIWAN_DEPARTMENTS"] = $"{Departments.GrpcAddress}",
            ["LIWAN_BUDGETS"] = $"{Budgets.GrpcAddress}",
            ["LIWAN_TASKINDICATORS"] = $"{TaskIndicators.GrpcAddress}",
            ["LIWAN_TOKEN"] = TestTokens.Trusted.Everybody,
        },
        args);

    /// <summary>Runs a command line that must succeed.</summary>
    public async Task<CliRun> SucceedAsync(params string[] args)
    {
        var run = await RunAsync(args);
        Assert.True(run.ExitCode == 0, $"liwan {string.Join(' ', args)} ended with {run.ExitCode}.\n{run.Output}\n{run.Error}");
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await TaskIndicators.DisposeAsync();
        await Budgets.DisposeAsync();
        await Departments.DisposeAsync();
        _databases.Dispose();
    }

    private async Task StartBudgetsAsync(int port) => Budgets = await ServiceHost.StartAsync(
        "budgets", BudgetsApp.Build, _databases["budgets"], KnowsDepartments, $"--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:{port}");
}
