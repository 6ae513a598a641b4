using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Liwan.Messaging;

/// <summary>Degraded while the broker takes nothing or events are parked; never unhealthy, for nothing is lost meanwhile.</summary>
internal sealed class OutboxHealthCheck(RelayMetrics metrics, BrokerLink? link = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((metrics.Backlog, link?.DownFor) switch
        {
            (null, _) => HealthCheckResult.Healthy("Another replica's relay holds the lease."),
            ({ } backlog, { } down) => HealthCheckResult.Degraded($"The broker has taken nothing for {down.TotalSeconds:F0} s; {backlog.Unsent} events wait."),
            ({ Parked: > 0 } backlog, _) => HealthCheckResult.Degraded($"{backlog.Parked} events are parked."),
            ({ } backlog, _) => HealthCheckResult.Healthy($"{backlog.Unsent} events wait."),
        });
}
