// The whole cluster as one Aspire program. Without Aspire on the package feed the same file runs on Local/.
using Liwan.AppHost.Broker;
using Liwan.AppHost.Cluster;

try
{
    var builder = DistributedApplication.CreateBuilder(args);
    var publishing = builder.ExecutionContext.IsPublishMode;
    var settings = ClusterSettings.Read(builder.Configuration, builder.AppHostDirectory);
    using var folder = publishing ? null : ClusterFolder.Claim(settings.DataFolder);

    var broker = builder.AddBroker("messaging", settings, Console.Error);
    var databases = new Databases(builder, settings);
    var identity = new ServiceIdentity(builder, settings);

    var departments = AddService<Projects.Liwan_Departments>("departments");
    var budgets = AddService<Projects.Liwan_Budgets>("budgets", departments);
    var taskIndicators = AddService<Projects.Liwan_TaskIndicators>("taskindicators", departments);
    AddService<Projects.Liwan_Reports>("reports", departments, budgets, taskIndicators);

    builder.Build().Run();
    return Environment.ExitCode;

    IResourceBuilder<ProjectResource> AddService<TProject>(string name, params IResourceBuilder<ProjectResource>[] called)
        where TProject : IProjectMetadata, new()
    {
        var database = databases.Add($"{name}-db");

        var migration = WithCommonSettings(builder.AddProject<TProject>($"{name}-migrate", ForMigration))
            .WithArgs("--migrate")
            .WithReference(database);
        if (databases.AddForMigrations($"{name}-db") is { } owner)
        {
            migration.WithReference(owner);
        }

        if (database.Resource is SqlServerDatabaseResource)
        {
            migration.WaitFor(database);
        }

        var service = WithCommonSettings(builder.AddProject<TProject>(name, ForService))
            .WithReplicas(settings.Replicas)
            .WithReference(database)
            .WithHttpHealthCheck("/health", endpointName: "http")
            .WaitForCompletion(migration);
        identity.GiveTo(service, name);

        // Nobody waits for the broker: without it events are delivered by other means, and it is the slowest to start.
        if (broker is not null)
        {
            service.WithReference(broker);
        }

        foreach (var dependency in called)
        {
            service.WithReference(dependency).WaitFor(dependency);
        }

        return service;
    }

    static void ForService(ProjectResourceOptions options) => options.ExcludeLaunchProfile = true;

    static void ForMigration(ProjectResourceOptions options)
    {
        options.ExcludeLaunchProfile = true;
        options.ExcludeKestrelEndpoints = true;
    }

    IResourceBuilder<ProjectResource> WithCommonSettings(IResourceBuilder<ProjectResource> project)
    {
        project
            .WithEnvironment("Liwan__Database", databases.Kind.ToString())
            .WithEnvironment("MASSTRANSIT_USAGE_TELEMETRY", "false")
            .WithEnvironment("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_ENABLE_GRPC_INSTRUMENTATION", "true");
        return publishing ? project : project.WithEnvironment("ASPNETCORE_ENVIRONMENT", "Development");
    }
}
catch (DistributedApplicationException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
