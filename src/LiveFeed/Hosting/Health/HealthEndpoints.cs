using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Scheduling;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveFeed.Hosting.Health;

/// <summary>
/// Liveness: the process answers. Readiness: it can do all of its work. Serving: it takes clients, also while its log cannot
/// be written, as all that only read are served on.
/// </summary>
internal static class HealthEndpoints
{
    internal const string ReadyTag = "ready";

    internal static void MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Operate");
        group.MapGet("/healthz/live", Live).WithName(nameof(Live));
        group.MapGet("/healthz/ready", Ready).WithName(nameof(Ready))
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/healthz/serving", Serving).WithName(nameof(Serving))
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Is the process alive?</summary>
    /// <remarks>For a supervisor that restarts what does not answer. Nothing is checked.</remarks>
    /// <response code="200">It answers.</response>
    private static HealthResult Live() =>
        new(new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero), isTold: false);

    /// <summary>Does the service take clients?</summary>
    /// <remarks>
    /// For a load balancer. Where all nodes share a log that cannot be written, they go on with streams, pages and history,
    /// and tell publishers when to come back.
    /// </remarks>
    /// <response code="200">It does.</response>
    /// <response code="503">It stops.</response>
    private static HealthResult Serving(ServiceStop stop) => new(
        new HealthReport(
            new Dictionary<string, HealthReportEntry>
            {
                ["service"] = new(
                    stop.HasBegun ? HealthStatus.Unhealthy : HealthStatus.Healthy,
                    stop.HasBegun ? "stopping" : null, TimeSpan.Zero, exception: null, data: null),
            },
            TimeSpan.Zero),
        isTold: true);

    /// <summary>Can the service do its work?</summary>
    /// <remarks>For who watches it: whether the log can take events, and the service is not stopping.</remarks>
    /// <response code="200">It can.</response>
    /// <response code="503">
    /// It cannot. <c>checks</c> says why to who asks on the same machine, or may administer; else <c>unhealthy</c>.
    /// </response>
    private static async Task<HealthResult> Ready(HttpContext context, HealthCheckService health, AccessPolicy access)
    {
        var report = await health.CheckHealthAsync(check => check.Tags.Contains(ReadyTag), context.RequestAborted);

        // Only a caller that runs the service is told what is wrong with a check; others get its status.
        return new HealthResult(report, await DiagnosticsAccess.IsOneAsync(context, access));
    }
}
