using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Switches identity and permission on.</summary>
internal static class AccessRegistration
{
    // What a key of a provider may sign with; none, and no algorithm by which a public key could be taken for a shared secret.
    private static readonly string[] ProviderAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section);
        if (builder.Configuration[$"{AccessOptions.Section}:LocalKeyFile"] is { Length: > 0 } file)
        {
            services.AddSingleton(_ => LocalKey.Read(file));
        }

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AccessOptions>, IServiceProvider>((bearer, access, provider) => Configure(bearer, access.Value, provider.GetService<LocalKey>()));
        services.AddHttpClient(nameof(OwnIdentity));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<OwnIdentity>(provider, ServiceName(builder)));
        services.AddSingleton<AccessRules>();
        services.AddSingleton<CallerReader>();
        services.AddSingleton<AccessGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessGuard>());
    }

    // Liwan.TaskIndicators is the service taskindicators.
    private static string ServiceName(IHostApplicationBuilder builder) =>
        builder.Environment.ApplicationName.Replace("Liwan.", string.Empty, StringComparison.Ordinal).ToLowerInvariant();

    private static void Configure(JwtBearerOptions bearer, AccessOptions access, LocalKey? key)
    {
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = access.Audience,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = TimeSpan.FromSeconds(10),
            ValidAlgorithms = key is null ? ProviderAlgorithms : [SecurityAlgorithms.EcdsaSha256],
        };
        if (key is not null)
        {
            bearer.TokenValidationParameters.ValidIssuer = LocalKey.Issuer;
            bearer.TokenValidationParameters.IssuerSigningKey = key.SecurityKey;
        }
        else if (Uri.TryCreate(access.Authority, UriKind.Absolute, out var authority))
        {
            bearer.Authority = access.Authority;
            bearer.RequireHttpsMetadata = !authority.IsLoopback;
        }
    }
}
