using Liwan.AppHost.Broker;

namespace Liwan.AppHost.Tests;

/// <summary>A test that shows as skipped where RabbitMQ is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute()
    {
        if (PrivateRabbitMq.Find() is null)
        {
            Skip = "rabbitmq-server is not installed";
        }
    }
}
