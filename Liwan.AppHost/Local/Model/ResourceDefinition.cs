namespace Liwan.AppHost.Local;

/// <summary>How a resource is to be run, as its builder was told.</summary>
internal sealed class ResourceDefinition
{
    /// <summary>Where the project of a <see cref="ProjectResource"/> is.</summary>
    public IBuiltProject? Project { get; set; }

    public int Replicas { get; set; } = 1;

    public List<string> Arguments { get; } = [];

    public Dictionary<string, string?> Environment { get; } = [];

    public List<EndpointDefinition> Endpoints { get; } = [];

    public List<HttpHealthCheck> HealthChecks { get; } = [];

    public List<Resource> ReferencedServices { get; } = [];

    /// <summary>The connection strings the resource is given, by the name it knows them under.</summary>
    public Dictionary<string, Resource> ConnectionStrings { get; } = [];

    public List<Wait> Waits { get; } = [];
}

/// <summary>An address a resource listens on.</summary>
/// <param name="Name">The name others ask for it by.</param>
/// <param name="Scheme"><c>http</c>, <c>https</c> or <c>tcp</c>.</param>
/// <param name="Host">The host as configured: <c>localhost</c>, <c>*</c> or an IP address.</param>
/// <param name="Port">The configured port; null for any free one.</param>
/// <param name="PortVariable">The environment variable that tells a program its port, where it takes one.</param>
/// <param name="UrlVariable">The environment variable that overrides the whole address, where the program takes one.</param>
internal sealed record EndpointDefinition(string Name, string Scheme, string Host, int? Port, string? PortVariable = null, string? UrlVariable = null);

/// <summary>A request that is answered with <paramref name="StatusCode"/> when the resource is ready for work.</summary>
internal sealed record HttpHealthCheck(string Endpoint, string Path, int StatusCode);

/// <summary>
/// What a resource waits for: that <paramref name="On"/> is healthy, or, with an <paramref name="ExitCode"/>, that it has ended
/// with that code.
/// </summary>
internal sealed record Wait(Resource On, int? ExitCode = null);
