using System.Net.Sockets;
using Liwan.AppHost.Local;

namespace Aspire.Hosting;

/// <summary>What can be said of any resource that has what it takes.</summary>
public static class ResourceBuilderExtensions
{
    /// <summary>Gives the resource an environment variable; null takes one away that the AppHost itself has.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment
    {
        builder.Definition().Environment[name] = value;
        return builder;
    }

    /// <summary>Adds command line arguments.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs
    {
        builder.Definition().Arguments.AddRange(args);
        return builder;
    }

    /// <summary>Gives the resource a connection string as <c>ConnectionStrings__{name}</c>.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="source">Where the connection string comes from.</param>
    /// <param name="connectionName">The name the resource knows it under; by default that of the source.</param>
    /// <param name="optional">Whether the resource starts without it too.</param>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        _ = optional;
        builder.Definition().ConnectionStrings[connectionName ?? source.Resource.Name] = (Resource)source.Resource;
        return builder;
    }

    /// <summary>
    /// Gives the resource the addresses of another as <c>services__{name}__{endpoint}__{k}</c>, one for each replica.
    /// </summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        builder.Definition().ReferencedServices.Add((Resource)source.Resource);
        return builder;
    }

    /// <summary>Starts the resource only once another is healthy, or runs if it has no way to tell.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        builder.Definition().Waits.Add(new Wait((Resource)dependency.Resource));
        return builder;
    }

    /// <summary>
    /// Starts the resource only once another has ended with the exit code. One that ends otherwise is run again, after a while.
    /// </summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport
    {
        builder.Definition().Waits.Add(new Wait((Resource)dependency.Resource, exitCode));
        return builder;
    }

    /// <summary>Counts the resource as healthy while a GET is answered with the status.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">The path; <c>/</c> by default.</param>
    /// <param name="statusCode">The status; 200 by default.</param>
    /// <param name="endpointName">The endpoint; <c>http</c> by default.</param>
    /// <exception cref="DistributedApplicationException">The resource has no such endpoint.</exception>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        var definition = builder.Definition();
        var endpoint = endpointName ?? "http";
        if (!definition.Endpoints.Exists(known => known.Name == endpoint))
        {
            var known = definition.Endpoints.Count == 0 ? "none" : string.Join(", ", definition.Endpoints.Select(e => e.Name));
            throw new DistributedApplicationException(
                $"The health check of '{builder.Resource.Name}' asks endpoint '{endpoint}', which it does not have (it has: {known}).");
        }

        definition.HealthChecks.Add(new HttpHealthCheck(endpoint, path ?? "/", statusCode ?? 200));
        return builder;
    }

    /// <summary>Adds an address that the resource listens on.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="port">The port; any free one by default.</param>
    /// <param name="targetPort">The port behind a proxy. There is none here: the port wins, if both are given.</param>
    /// <param name="scheme">The scheme; <c>tcp</c> by default.</param>
    /// <param name="name">The name of the endpoint; the scheme by default.</param>
    /// <param name="env">The environment variable that tells the program its port.</param>
    /// <param name="isProxied">Whether others reach it through a proxy: here never.</param>
    /// <param name="isExternal">Whether it is meant for the world outside the cluster; makes no difference here.</param>
    /// <param name="protocol">Only TCP is known here.</param>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool? isProxied = null,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        _ = isProxied;
        _ = isExternal;
        if (protocol is not (null or ProtocolType.Tcp))
        {
            throw new DistributedApplicationException($"Endpoint '{name}' of '{builder.Resource.Name}' is {protocol}; the local orchestrator knows TCP only.");
        }

        var spokenScheme = scheme ?? "tcp";
        builder.Definition().Endpoints.Add(new EndpointDefinition(name ?? spokenScheme, spokenScheme, "127.0.0.1", port ?? targetPort, PortVariable: env));
        return builder;
    }

    internal static ResourceDefinition Definition<T>(this IResourceBuilder<T> builder)
        where T : IResource => ((Resource)(IResource)builder.Resource).Definition;
}
