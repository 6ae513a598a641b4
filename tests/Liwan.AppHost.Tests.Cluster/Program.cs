// A cluster of test services. What it holds is said by settings, so that each test has the one it needs:
//   Test:Services=a,b:a   a service a, and a service b that refers to a and waits for it; both with a migration step
//   Test:Broker=true      the broker as in Liwan.AppHost
//   Test:Listener=PORT    a program that would listen on the port
//   Test:{name}:{key}     a setting Test:{key} of that service
using Liwan.AppHost.Broker;
using Liwan.AppHost.Cluster;

try
{
    var builder = DistributedApplication.CreateBuilder(args);
    var settings = ClusterSettings.Read(builder.Configuration, builder.AppHostDirectory);
    using var folder = ClusterFolder.Claim(settings.DataFolder);
    var test = builder.Configuration.GetSection("Test");
    var broker = test["Broker"] == "true" ? builder.AddBroker("messaging", settings, Console.Error) : null;
    var databases = new Databases(builder, settings);
    var identity = new ServiceIdentity(builder, settings);
    var services = new Dictionary<string, IResourceBuilder<ProjectResource>>();

    foreach (var wanted in (test["Services"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
    {
        var parts = wanted.Split(':');
        var name = parts[0];
        var database = databases.Add($"{name}-db");
        var migration = WithTestSettings(name, builder.AddProject<Projects.Liwan_AppHost_Tests_Service>(
                $"{name}-migrate", options => options.ExcludeKestrelEndpoints = true))
            .WithArgs("--migrate")
            .WithReference(database);
        if (databases.AddForMigrations($"{name}-db") is { } owner)
        {
            migration.WithReference(owner);
        }

        var service = WithTestSettings(name, builder.AddProject<Projects.Liwan_AppHost_Tests_Service>(name))
            .WithReplicas(settings.Replicas)
            .WithReference(database)
            .WithHttpHealthCheck("/health", endpointName: "http")
            .WaitForCompletion(migration);
        identity.GiveTo(service, name);
        if (broker is not null)
        {
            service.WithReference(broker);
        }

        foreach (var dependency in parts.Skip(1))
        {
            service.WithReference(services[dependency]).WaitFor(services[dependency]);
        }

        services[name] = service;
    }

    if (int.TryParse(test["Listener"], out var port))
    {
        builder.AddExecutable("listener", "sleep", ".", "600").WithEndpoint(name: "tcp", scheme: "tcp", port: port);
    }

    builder.Build().Run();
    return Environment.ExitCode;

    IResourceBuilder<ProjectResource> WithTestSettings(string name, IResourceBuilder<ProjectResource> project)
    {
        project.WithEnvironment("Test__Trace", test["Trace"]);
        foreach (var setting in test.GetSection(name).GetChildren())
        {
            project.WithEnvironment($"Test__{setting.Key}", setting.Value);
        }

        return project;
    }
}
catch (DistributedApplicationException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
