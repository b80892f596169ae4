using System.Reflection;
using System.Text.Json;
using LiveFeed.Frames;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LiveFeed.Hosting.Health;

/// <summary>A health report that no cache may keep: 200, or 503 when something is unhealthy.</summary>
/// <param name="report">What was checked.</param>
/// <param name="isTold">Whether the client is told what is wrong, or only that something is.</param>
internal sealed class HealthResult(HealthReport report, bool isTold) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "application/json";

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(HealthAnswer), [MediaType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = report.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store, no-cache";
        response.Headers.Pragma = "no-cache";
        response.Headers.Expires = "Thu, 01 Jan 1970 00:00:00 GMT";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, EventJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("status", report.Status.ToString().ToLowerInvariant());
        writer.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries)
        {
            writer.WriteString(name, (isTold ? entry.Description : null) ?? entry.Status.ToString().ToLowerInvariant());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        await writer.FlushAsync(httpContext.RequestAborted);
    }
}
