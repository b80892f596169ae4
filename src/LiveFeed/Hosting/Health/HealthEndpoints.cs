using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveFeed.Hosting.Health;

/// <summary>Liveness: the process answers. Readiness: it can do its work.</summary>
internal static class HealthEndpoints
{
    internal const string ReadyTag = "ready";

    internal static void MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Operate");
        group.MapGet("/healthz/live", Live).WithName(nameof(Live));
        group.MapGet("/healthz/ready", Ready).WithName(nameof(Ready))
            .Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Is the process alive?</summary>
    /// <remarks>For a supervisor that restarts what does not answer. Nothing is checked.</remarks>
    /// <response code="200">It answers.</response>
    private static HealthResult Live() =>
        new(new HealthReport(new Dictionary<string, HealthReportEntry>(), TimeSpan.Zero), isTold: false);

    /// <summary>Can the service do its work?</summary>
    /// <remarks>For a load balancer: whether the log can take events, and the service is not stopping.</remarks>
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
