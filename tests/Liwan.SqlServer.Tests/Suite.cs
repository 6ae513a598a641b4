using System.Reflection;
using FluentMigrator.Runner;
using FluentMigrator.Runner.Initialization;
using Liwan.Budgets;
using Liwan.Departments;
using Liwan.Reports;
using Liwan.Storage;
using Liwan.TaskIndicators;
using Liwan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liwan.SqlServer.Tests;

/// <summary>A service with a database of its own.</summary>
public sealed record SuiteService(string Name, BuildService Build)
{
    public static IReadOnlyList<SuiteService> All { get; } =
    [
        new("departments", DepartmentsApp.Build),
        new("budgets", BudgetsApp.Build),
        new("taskindicators", TaskIndicatorsApp.Build),
        new("reports", ReportsApp.Build),
    ];

    /// <summary>What its migrations send to SQL Server, written down and not sent.</summary>
    public async Task<IReadOnlyList<string>> MigrationScriptAsync()
    {
        using var script = new ScriptLog();
        var assemblies = await AssembliesAsync();
        using var provider = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(script))
            .AddFluentMigratorCore()
            .ConfigureRunner(builder =>
            {
                new SqlServerDialect().AddMigrations(builder);
                builder.AsGlobalPreview().ScanIn([.. assemblies]).For.Migrations();
            })
            .Configure<RunnerOptions>(options => options.NoConnection = true)
            .BuildServiceProvider(validateScopes: false);
        using var scope = provider.CreateScope();
        scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
        return script.Statements;
    }

    private async Task<IReadOnlyList<Assembly>> AssembliesAsync()
    {
        await using var app = Build([$"--ConnectionStrings:{Name}-db=Data Source=:memory:"]);
        return app.Services.GetRequiredService<Liwan.Storage.Migrations.MigrationRunner>().Assemblies;
    }
}
