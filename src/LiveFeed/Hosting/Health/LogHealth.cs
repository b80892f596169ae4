using LiveFeed.Log;
using LiveFeed.Scheduling;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveFeed.Hosting.Health;

/// <summary>Ready to take events: the log can write, and the service is not stopping.</summary>
internal sealed class LogHealth(IEventLog log, ServiceStop stop) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            stop.HasBegun ? HealthCheckResult.Unhealthy("stopping")
            : log.Fault is { } fault ? HealthCheckResult.Unhealthy(fault)
            : HealthCheckResult.Healthy());
}
