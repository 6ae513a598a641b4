using System.Reflection;
using Grpc.AspNetCore.Server;
using Liwan.Storage.Audit;
using Liwan.Storage.Bulk;
using Liwan.Storage.Ledger;
using Liwan.Storage.Migrations;
using Liwan.Storage.Paging;
using Liwan.Storage.Retention;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Liwan.Storage;

/// <summary>Switches storage on in a service.</summary>
public static class StorageRegistration
{
    /// <summary>
    /// Adds the service's own database, the request ledger, page tokens and the migration check, by
    /// <c>Liwan:Database</c> and the connection string <c>{name}-db</c>. On SQL Server <c>--migrate</c> may have a login of its own,
    /// by the connection string <c>{name}-db-migrations</c>; it then grants that of the service its tables.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="name">The name of the service, such as <c>budgets</c>.</param>
    /// <param name="migrations">The assemblies whose migrations apply, beside those of this one.</param>
    /// <exception cref="InvalidOperationException">The settings name no database that this build knows.</exception>
    public static IHostApplicationBuilder AddLiwanStorage(this IHostApplicationBuilder builder, string name, params Assembly[] migrations)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var kind = builder.Configuration["Liwan:Database"] ?? "Sqlite";
        Dialect dialect = kind switch
        {
            "Sqlite" => new SqliteDialect(builder.Configuration.GetValue<int?>("Liwan:Storage:Sqlite:MaxPageCount")),
            "SqlServer" => new SqlServerDialect(),
            _ => throw new InvalidOperationException($"Liwan:Database is '{kind}'; it can be Sqlite or SqlServer."),
        };
        var connectionString = builder.Configuration.GetConnectionString($"{name}-db")
            ?? throw new InvalidOperationException($"ConnectionStrings:{name}-db is not set; give the connection string of the {name} database.");

        var owner = builder.Configuration.GetConnectionString($"{name}-db-migrations") is { Length: > 0 } other ? other : null;

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(services => new Database(name, dialect, connectionString, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<RequestLedger>();
        builder.Services.AddSingleton<PageTokens>();
        builder.Services.Configure<ImportOptions>(builder.Configuration.GetSection("Liwan:Import"));
        builder.Services.AddSingleton<ImportRunner>();
        builder.Services.AddSingleton(services => new MigrationRunner(
            dialect,
            owner ?? connectionString,
            [typeof(StorageRegistration).Assembly, .. migrations],
            services.GetRequiredService<ILoggerFactory>())
        {
            ServiceConnectionString = owner is null ? null : connectionString,
        });
        builder.Services.AddHealthChecks().AddCheck<MigrationHealthCheck>("migrations");

        builder.Services.AddOptions<RetentionOptions>().BindConfiguration("Liwan:Storage:Retention").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => new RetentionRule(
            "request ledger", services.GetRequiredService<IOptions<RetentionOptions>>().Value.RequestLedger, RequestLedger.ForgetAsync));
        builder.Services.AddSingleton(services => new RetentionRule(
            "import batches", services.GetRequiredService<IOptions<RetentionOptions>>().Value.RequestLedger, ImportBatches.ForgetAsync));
        if (builder.Configuration.GetValue<TimeSpan?>("Liwan:Storage:Retention:Audit") is not null)
        {
            builder.Services.AddSingleton(services => new RetentionRule(
                "audit trail", services.GetRequiredService<IOptions<RetentionOptions>>().Value.Audit!.Value, AuditTable.ForgetAsync));
        }

        builder.Services.AddSingleton<RetentionSweeper>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RetentionSweeper>());
        AddAudit(builder.Services);
        return builder;
    }

    /// <summary>Maps the methods that read the service's audit trail.</summary>
    /// <param name="endpoints">The service; it has storage and gRPC.</param>
    public static GrpcServiceEndpointConventionBuilder MapAudit(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<AuditGrpcService>();

    private static void AddAudit(IServiceCollection services)
    {
        services.AddSingleton<AuditTrail>();
        services.AddHostedService<AuditSealer>();
        // Next to the outermost, which makes statuses of errors: here they still have their reason, and who calls is known by now.
        services.PostConfigure<GrpcServiceOptions>(options =>
        {
            options.Interceptors.Add<AuditInterceptor>();
            var audit = options.Interceptors[^1];
            options.Interceptors.RemoveAt(options.Interceptors.Count - 1);
            options.Interceptors.Insert(Math.Min(1, options.Interceptors.Count), audit);
        });
    }

    /// <summary>
    /// Runs the service, or with <c>--migrate</c> on the command line brings its database to the schema of this build
    /// and ends.
    /// </summary>
    /// <param name="app">The service.</param>
    /// <param name="args">The command line.</param>
    public static async Task RunOrMigrateAsync(this WebApplication app, string[] args)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (args.Contains("--migrate", StringComparer.Ordinal))
        {
            await app.Services.GetRequiredService<MigrationRunner>().MigrateAsync(CancellationToken.None);
            await app.DisposeAsync();
            return;
        }

        await app.RunAsync();
    }
}
