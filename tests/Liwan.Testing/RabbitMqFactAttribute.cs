using Xunit;

namespace Liwan.Testing;

/// <summary>A test that needs a real RabbitMQ; shown as skipped, with the reason, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RabbitMqFactAttribute : FactAttribute
{
    /// <summary>Looks whether RabbitMQ is installed.</summary>
    public RabbitMqFactAttribute() => Skip = RabbitMqNode.Missing;
}
