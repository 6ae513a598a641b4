using Liwan.AppHost.Cluster;
using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Local;

/// <summary>A described cluster: what to run, with which settings.</summary>
internal sealed class ClusterModel
{
    private readonly IConfiguration _configuration;
    private readonly HashSet<string> _configuredOutside;

    /// <exception cref="DistributedApplicationException">Resources wait for each other in a circle, or a setting is wrong.</exception>
    public ClusterModel(IReadOnlyList<Resource> resources, IConfiguration configuration, string appHostDirectory, HashSet<string> configuredOutside)
    {
        _configuration = configuration;
        _configuredOutside = configuredOutside;
        Settings = ClusterSettings.Read(configuration, appHostDirectory);
        Pace = RestartPace.Read(configuration);
        Page = PageSettings.Read(configuration);
        Processes = [.. resources.Where(resource => resource is ProjectResource or ExecutableResource)];
        ConnectionStrings = [.. resources.Where(resource => resource is IResourceWithConnectionString)];
        foreach (var resource in Processes)
        {
            ThrowIfWaitsForItself(resource, []);
        }
    }

    public ClusterSettings Settings { get; }

    public RestartPace Pace { get; }

    public PageSettings Page { get; }

    /// <summary>Where services send traces, logs and metrics to, by OTLP over gRPC; null for nowhere. Set before any is started.</summary>
    public Uri? TelemetryAddress { get; set; }

    /// <summary>The resources that are run as processes, in the order they were added.</summary>
    public IReadOnlyList<Resource> Processes { get; }

    public IReadOnlyList<Resource> ConnectionStrings { get; }

    /// <summary>The value of a connection string.</summary>
    public string ConnectionString(Resource resource) => _configuration.GetConnectionString(resource.Name) ?? "";

    /// <summary>Whether the operator gave the connection string, so that it may hold a password that is not ours to write down.</summary>
    public bool IsConfiguredOutside(Resource connectionString) => _configuredOutside.Contains(connectionString.Name);

    /// <summary>Whether the resource is a step that others wait for to end.</summary>
    public bool IsStep(Resource resource) =>
        Processes.Any(other => other.Definition.Waits.Exists(wait => wait.On == resource && wait.ExitCode is not null));

    private static void ThrowIfWaitsForItself(Resource resource, List<string> path)
    {
        if (path.Contains(resource.Name))
        {
            throw new DistributedApplicationException($"These resources wait for each other in a circle: {string.Join(" -> ", path)} -> {resource.Name}.");
        }

        path.Add(resource.Name);
        foreach (var wait in resource.Definition.Waits)
        {
            ThrowIfWaitsForItself(wait.On, path);
        }

        path.RemoveAt(path.Count - 1);
    }
}
