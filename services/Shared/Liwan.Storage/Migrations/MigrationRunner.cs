using System.Reflection;
using FluentMigrator.Runner;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Liwan.Storage.Migrations;

/// <summary>Brings a database to the schema of this build; a step of its own, run by <c>--migrate</c>.</summary>
/// <param name="dialect">Which database it is.</param>
/// <param name="connectionString">The service's own database, as the login that migrates.</param>
/// <param name="assemblies">The assemblies whose migrations apply.</param>
/// <param name="loggers">Where the runner logs.</param>
public sealed partial class MigrationRunner(Dialect dialect, string connectionString, IReadOnlyList<Assembly> assemblies, ILoggerFactory loggers)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>The same database as the service's own login, where that is another: it is granted what the service needs.</summary>
    public string? ServiceConnectionString { get; init; }

    /// <summary>The assemblies whose migrations apply.</summary>
    internal IReadOnlyList<Assembly> Assemblies => assemblies;

    private readonly ILogger<MigrationRunner> _logger = loggers.CreateLogger<MigrationRunner>();

    /// <summary>
    /// Applies all pending migrations, each in a transaction. Repeatable, and safe when several replicas start at once:
    /// one migrates, the others wait for it and find nothing left to do. Then the service's login is granted its tables.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for another process; a migration that has begun is finished.</param>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(cancellationToken);
        Run(connectionString, runner =>
        {
            runner.MigrateUp();
            return true;
        });
        if (ServiceConnectionString is not null)
        {
            await dialect.LimitServiceAsync(connectionString, ServiceConnectionString, cancellationToken);
        }
    }

    /// <summary>Whether a migration of this build has not been applied yet.</summary>
    public bool HasPending() => Run(ServiceConnectionString ?? connectionString, runner => runner.HasMigrationsToApplyUp());

    private async Task<IAsyncDisposable> HoldAsync(CancellationToken cancellationToken)
    {
        for (var waits = 0; ; waits++)
        {
            if (await dialect.TryHoldMigrationsAsync(connectionString, cancellationToken) is { } held)
            {
                return held;
            }

            if (waits == 0)
            {
                LogWaiting();
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private T Run<T>(string database, Func<IMigrationRunner, T> work)
    {
        var services = new ServiceCollection()
            .AddSingleton(loggers)
            .AddLogging()
            .AddFluentMigratorCore()
            .ConfigureRunner(builder =>
            {
                dialect.AddMigrations(builder);
                builder.WithGlobalConnectionString(database).ScanIn([.. assemblies]).For.Migrations();
            });
        using var provider = services.BuildServiceProvider(validateScopes: false);
        using var scope = provider.CreateScope();
        return work(scope.ServiceProvider.GetRequiredService<IMigrationRunner>());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Another process migrates this database; waiting for it.")]
    private partial void LogWaiting();
}
