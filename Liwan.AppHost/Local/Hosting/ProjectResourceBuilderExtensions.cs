using Liwan.AppHost.Local;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>How a project is run.</summary>
public class ProjectResourceOptions
{
    /// <summary>Whether the environment of <c>launchSettings.json</c> is left out. The local orchestrator always leaves it out.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Whether the addresses under <c>Kestrel:Endpoints</c> in <c>appsettings.json</c> are left out.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}

/// <summary>Adds .NET projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a project with the addresses under <c>Kestrel:Endpoints</c> in its <c>appsettings.json</c>.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    /// <inheritdoc cref="AddProject{TProject}(IDistributedApplicationBuilder, string)"/>
    /// <exception cref="DistributedApplicationException">An address in <c>appsettings.json</c> cannot be read.</exception>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new()
    {
        var options = new ProjectResourceOptions();
        configure(options);
        var project = (IBuiltProject)(object)new TProject();
        var resource = new ProjectResource(name);
        resource.Definition.Project = project;
        if (!options.ExcludeKestrelEndpoints)
        {
            resource.Definition.Endpoints.AddRange(ReadKestrelEndpoints(name, Path.GetDirectoryName(project.ProjectPath)!));
        }

        return ((DistributedApplicationBuilder)builder).Add(resource);
    }

    /// <summary>
    /// Runs the project as several processes. The first has the fixed ports, the others free ones; who refers to the project is
    /// given all of them.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        builder.Definition().Replicas = replicas;
        return builder;
    }

    private static IEnumerable<EndpointDefinition> ReadKestrelEndpoints(string resource, string folder)
    {
        var configured = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder, "appsettings.Development.json"), optional: true)
            .Build()
            .GetSection("Kestrel:Endpoints").GetChildren()
            .Where(endpoint => endpoint["Url"] is not null)
            .Select(endpoint => (endpoint.Key, Address: Parse(resource, endpoint.Key, endpoint["Url"]!)))
            .ToList();

        // As with Aspire: an endpoint that is alone with its scheme is called by the scheme.
        return configured.Select(endpoint => new EndpointDefinition(
            configured.Count(other => other.Address.Scheme == endpoint.Address.Scheme) == 1 ? endpoint.Address.Scheme : endpoint.Key,
            endpoint.Address.Scheme,
            endpoint.Address.Host,
            endpoint.Address.Port,
            UrlVariable: $"Kestrel__Endpoints__{endpoint.Key}__Url"));
    }

    private static BindingAddress Parse(string resource, string endpoint, string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException error)
        {
            throw new DistributedApplicationException(
                $"Kestrel:Endpoints:{endpoint}:Url of '{resource}' is '{url}'; it has to look like http://localhost:5101.", error);
        }
    }
}
