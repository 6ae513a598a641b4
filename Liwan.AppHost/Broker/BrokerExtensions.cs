using Liwan.AppHost.Cluster;
using Microsoft.Extensions.Configuration;

namespace Liwan.AppHost.Broker;

/// <summary>Chooses the broker of a cluster.</summary>
internal static class BrokerExtensions
{
    /// <summary>
    /// Adds the broker under the connection string <paramref name="name"/>: the configured one; else a container, where one
    /// would start; else the machine's own RabbitMQ as a private node; else none, which the services can do without.
    /// </summary>
    /// <returns>The connection string, or null where there is no broker.</returns>
    public static IResourceBuilder<IResourceWithConnectionString>? AddBroker(
        this IDistributedApplicationBuilder builder, string name, ClusterSettings settings, TextWriter notes)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return builder.AddRabbitMQ(name).WithManagementPlugin().WithDataVolume();
        }

        if (builder.Configuration.GetConnectionString(name) is { Length: > 0 })
        {
            return builder.AddConnectionString(name);
        }

        if (ContainerRuntime.IsHealthy())
        {
            return builder.AddRabbitMQ(name).WithManagementPlugin().WithDataVolume();
        }

        if (PrivateRabbitMq.Find() is { } installation)
        {
            builder.Configuration[$"ConnectionStrings:{name}"] = PrivateRabbitMq.Add(builder, installation, settings, notes);
            return builder.AddConnectionString(name);
        }

        notes.WriteLine(
            $"No broker: the suite works without one, but events for other systems wait in its outbox. To have one, install rabbitmq-server or a container runtime, or set ConnectionStrings:{name} to an amqp:// address.");
        return null;
    }
}
