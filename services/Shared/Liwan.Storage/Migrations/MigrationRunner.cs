using System.Reflection;
using FluentMigrator.Runner;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liwan.Storage.Migrations;

/// <summary>Brings a database to the schema of this build; a step of its own, run by <c>--migrate</c>.</summary>
/// <param name="connectionString">The service's own database.</param>
/// <param name="assemblies">The assemblies whose migrations apply.</param>
/// <param name="loggers">Where the runner logs.</param>
public sealed class MigrationRunner(string connectionString, IReadOnlyList<Assembly> assemblies, ILoggerFactory loggers)
{
    /// <summary>Applies all pending migrations. Repeatable.</summary>
    public void Migrate() => Run(runner =>
    {
        runner.MigrateUp();
        return true;
    });

    /// <summary>Whether a migration of this build has not been applied yet.</summary>
    public bool HasPending() => Run(runner => runner.HasMigrationsToApplyUp());

    private T Run<T>(Func<IMigrationRunner, T> work)
    {
        var services = new ServiceCollection()
            .AddSingleton(loggers)
            .AddLogging()
            .AddFluentMigratorCore()
            .ConfigureRunner(builder => builder
                .AddSQLite(binaryGuid: false, useStrictTables: false)
                .WithGlobalConnectionString(connectionString)
                .ScanIn([.. assemblies]).For.Migrations());
        using var provider = services.BuildServiceProvider(validateScopes: false);
        using var scope = provider.CreateScope();
        return work(scope.ServiceProvider.GetRequiredService<IMigrationRunner>());
    }
}
