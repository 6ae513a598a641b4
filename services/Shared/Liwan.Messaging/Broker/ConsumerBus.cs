using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace Liwan.Messaging;

/// <summary>MassTransit with the one endpoint of a consumer.</summary>
internal static class ConsumerBus
{
    public static void Add(IServiceCollection services, Uri address, ConsumerEndpoint queue, ReportEventConsumerOptions options)
    {
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            // Without the broker the service does its whole job, so it stays ready.
            bus.ConfigureHealthCheckOptions(health =>
            {
                health.Name = "broker";
                health.MinimalFailureStatus = HealthStatus.Degraded;
            });
            bus.AddConsumer<WireEventConsumer>();
            bus.UsingRabbitMq((_, broker) =>
            {
                broker.Host(address);
                broker.SendTopology.ConfigureErrorSettings = settings => MatchTopology(settings, queue);
            });
        });
        services.AddHostedService(provider => new ConsumerEndpointKeeper(
            provider.GetRequiredService<IBusControl>(),
            address,
            queue.Queue,
            () => provider.GetRequiredService<IReceiveEndpointConnector>().ConnectReceiveEndpoint(
                queue.Queue, (context, endpoint) => Configure((IRabbitMqReceiveEndpointConfigurator)endpoint, context, queue, options)),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ConsumerEndpointKeeper>>()));
    }

    private static void Configure(
        IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, ConsumerEndpoint queue, ReportEventConsumerOptions options)
    {
        foreach (var (name, value) in Topology.QueueArguments(queue))
        {
            endpoint.SetQueueArgument(name, value);
        }

        endpoint.ConfigureConsumeTopology = false;
        // Nobody listens to MassTransit's own fault messages, and the suite's account may declare no exchange for them: the letter is in the error queue.
        endpoint.PublishFaults = false;
        foreach (var contract in queue.Events)
        {
            endpoint.Bind(contract.Name, binding => binding.ExchangeType = ExchangeType.Fanout);
        }

        endpoint.PrefetchCount = 4 * options.Concurrency;
        endpoint.ConcurrentMessageLimit = options.Concurrency;
        endpoint.ClearSerialization();
        endpoint.UseRawJsonSerializer(RawSerializerOptions.All, isDefault: true);
        endpoint.UseMessageRetry(retry =>
        {
            retry.Exponential(options.Retries, options.FirstRetryDelay, options.MaxRetryDelay, options.FirstRetryDelay);
            retry.Ignore<EventFormatException>();
        });
        endpoint.ConfigureConsumer<WireEventConsumer>(context);
    }

    // MassTransit gives an error queue the arguments of its queue; ours has its own.
    private static void MatchTopology(IRabbitMqQueueBindingConfigurator settings, ConsumerEndpoint queue)
    {
        foreach (var name in Topology.QueueArguments(queue).Keys)
        {
            settings.SetQueueArgument(name, null);
        }

        foreach (var (name, value) in Topology.ErrorQueueArguments())
        {
            settings.SetQueueArgument(name, value);
        }
    }
}
