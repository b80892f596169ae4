using LiveFeed.Log;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Hosting.Health;

/// <summary>Ready to take events: the log can write, and the service is not stopping.</summary>
internal sealed class LogHealth(IEventLog log, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("stopping")
            : log.Fault is { } fault ? HealthCheckResult.Unhealthy(fault)
            : HealthCheckResult.Healthy());
}
