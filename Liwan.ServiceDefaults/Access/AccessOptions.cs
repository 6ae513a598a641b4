namespace Liwan.ServiceDefaults.Access;

/// <summary>Whose tokens a service trusts: the section <c>Liwan:Access</c>. One of <see cref="Authority"/> and <see cref="LocalKeyFile"/> is set.</summary>
public sealed class AccessOptions
{
    /// <summary>The section.</summary>
    public const string Section = "Liwan:Access";

    /// <summary>Address of the OpenID Connect provider, such as <c>https://login.example.gov.cn/realms/liwan</c>. HTTPS, unless it is on loopback.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a token must name.</summary>
    public string Audience { get; set; } = "liwan";

    /// <summary>The claim with the roles, one or several of <c>clerk</c>, <c>reviewer</c>, <c>auditor</c>, <c>integrator</c>, <c>operator</c>, <c>service</c>.</summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>The claim with the ids of the departments that a clerk or an integrator is bound to; <c>*</c>: all.</summary>
    public string DepartmentsClaim { get; set; } = "departments";

    /// <summary>The claim with the scopes of an integrator, separated by spaces.</summary>
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>
    /// The signing key of a local cluster, instead of a provider: an EC P-256 private key, PKCS#8 PEM. Whoever reads it can be anybody, so a
    /// service that is given one starts in Development and on loopback only.
    /// </summary>
    public string? LocalKeyFile { get; set; }

    /// <summary>True: published forms are readable for anybody, without a token.</summary>
    public bool PublishedIsPublic { get; set; }

    /// <summary>The client id under which this service asks the provider for tokens of its own (client credentials grant).</summary>
    public string? ClientId { get; set; }

    /// <summary>The secret of <see cref="ClientId"/>; from the environment or a secret store, never from a file of the repository.</summary>
    public string? ClientSecret { get; set; }
}
