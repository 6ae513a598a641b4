using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Cluster;

/// <summary>
/// Whose tokens the services trust: those of the OpenID Connect provider that the operator configured
/// (<c>Liwan:Access:Authority</c>), else those that the cluster's own signing key signs.
/// </summary>
internal sealed class ServiceIdentity
{
    private const string Section = "Liwan:Access";
    private const string OwnSettings = "Services";
    private const string Secret = "ClientSecret";

    // What says something about a provider: the tokens of a local cluster are as liwan login makes them.
    private static readonly string[] OfProvider =
        ["Authority", "Audience", "RoleClaim", "DepartmentsClaim", "ScopeClaim", "ClientId", Secret, "LocalKeyFile"];

    private readonly IConfigurationSection _access;
    private readonly bool _hasProvider;
    private readonly bool _publishing;
    private readonly string? _keyFile;

    /// <param name="builder">The cluster.</param>
    /// <param name="settings">Its data folder, where the key is made if it is missing and needed.</param>
    /// <exception cref="DistributedApplicationException">The key that is there is unusable.</exception>
    public ServiceIdentity(IDistributedApplicationBuilder builder, ClusterSettings settings)
    {
        _access = builder.Configuration.GetSection(Section);
        _hasProvider = _access["Authority"] is { Length: > 0 };
        _publishing = builder.ExecutionContext.IsPublishMode;
        _keyFile = _hasProvider || _publishing ? null : SigningKey.Ensure(settings.DataFolder);
    }

    /// <summary>Gives a service what it needs to tell who calls.</summary>
    /// <remarks>
    /// <c>Liwan:Access:Services:reports:ClientId</c> and <c>ClientSecret</c> reach that service only. What is published holds no secret:
    /// a deployment gets its client secrets from its own store.
    /// </remarks>
    public void GiveTo(IResourceBuilder<ProjectResource> service, string name)
    {
        foreach (var setting in _access.GetChildren().Concat(_access.GetSection($"{OwnSettings}:{name}").GetChildren()))
        {
            if (setting.Value is not null && (_hasProvider || !OfProvider.Contains(setting.Key)) && !(_publishing && setting.Key == Secret))
            {
                service.WithEnvironment($"Liwan__Access__{setting.Key}", setting.Value);
            }
        }

        if (_keyFile is not null)
        {
            service.WithEnvironment("Liwan__Access__LocalKeyFile", _keyFile);
        }
    }
}
