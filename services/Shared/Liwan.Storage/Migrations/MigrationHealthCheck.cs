using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Liwan.Storage.Migrations;

/// <summary>Unhealthy while migrations are pending, so that a service is not ready before its schema is.</summary>
internal sealed class MigrationHealthCheck(MigrationRunner migrations) : IHealthCheck
{
    private volatile bool _current;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // Schemas only move forward under a running service, so one good answer stays good.
        _current = _current || !migrations.HasPending();
        return Task.FromResult(_current
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Migrations are pending: run the service with --migrate."));
    }
}
