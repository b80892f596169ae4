using System.Text.Json;
using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Frames;
using LiveFeed.Hosting.OpenApi;
using LiveFeed.Http.Docs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveFeed.Hosting.Health;

/// <summary>Liveness: the process answers. Readiness: it can do its work.</summary>
internal static class HealthEndpoints
{
    internal const string Ready = "ready";

    internal static void MapHealthEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(OperationDocs.Group);
        group.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync })
            .WithName("Live").Described(OperationDocs.Live);
        group.MapHealthChecks(
                "/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync })
            .WithName("Ready").Described(OperationDocs.Ready);
    }

    // What is wrong with a check is told to who runs the service; to others, its status.
    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        var isTold = await DiagnosticsAccess.IsOneAsync(context, context.RequestServices.GetRequiredService<AccessPolicy>());
        context.Response.ContentType = "application/json";
        await using var writer = new Utf8JsonWriter(context.Response.BodyWriter, EventJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("status", report.Status.ToString().ToLowerInvariant());
        writer.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            writer.WriteString(name, (isTold ? entry.Description : null) ?? entry.Status.ToString().ToLowerInvariant());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(context.RequestAborted);
    }
}
