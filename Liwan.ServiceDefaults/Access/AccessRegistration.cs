using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Liwan.ServiceDefaults.Access;

/// <summary>Switches identity and permission on.</summary>
internal static class AccessRegistration
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section);
        if (builder.Configuration[$"{AccessOptions.Section}:LocalKeyFile"] is { Length: > 0 } file)
        {
            services.AddSingleton(_ => LocalKey.Read(file));
        }

        services.AddHttpClient(nameof(OwnIdentity));
        services.AddHttpClient(nameof(TokenTrust));
        services.AddSingleton<TokenTrust>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<OwnIdentity>(provider, ServiceName(builder)));
        services.AddSingleton<AccessRules>();
        services.AddSingleton<CallerReader>();
        services.AddSingleton<AccessGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessGuard>());
    }

    // Liwan.TaskIndicators is the service taskindicators.
    private static string ServiceName(IHostApplicationBuilder builder) =>
        builder.Environment.ApplicationName.Replace("Liwan.", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
}
