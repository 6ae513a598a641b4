using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Liwan.ServiceDefaults.Access;
using Liwan.ServiceDefaults.Transport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Liwan.ServiceDefaults.Clients;

/// <summary>gRPC clients of the services below (commands go down, facts come back as events).</summary>
public static class DownwardClients
{
    private static readonly MethodConfig Retry = new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 4,
            InitialBackoff = TimeSpan.FromMilliseconds(50),
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = 3,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };

    /// <summary>Adds the client of a service, found by service discovery at its <c>grpc</c> endpoint.</summary>
    /// <typeparam name="TClient">The generated client.</typeparam>
    /// <param name="services">Where it is registered.</param>
    /// <param name="service">The name of the service, such as <c>budgets</c>.</param>
    public static IHttpClientBuilder AddDownwardClient<TClient>(this IServiceCollection services, string service)
        where TClient : class =>
        services.AddGrpcClient<TClient>((provider, options) => options.Address = DiscoveredAddress.OfGrpc(provider.GetRequiredService<IConfiguration>(), service))
            // gRPC's own retry: the HTTP resilience handler does not understand gRPC statuses and breaks streams.
            .ConfigureChannel(channel => channel.ServiceConfig = new ServiceConfig { MethodConfigs = { Retry } })
            .AddIdentity()
            .AddTrustedCertificates()
            .EnableCallContextPropagation(options => options.SuppressContextNotFoundErrors = true)
            .AddInterceptor(() => new DefaultDeadline(TimeSpan.FromSeconds(30)));
}
