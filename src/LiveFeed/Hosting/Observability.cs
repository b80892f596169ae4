using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Clients;
using LiveFeed.Hosting.Listening;
using LiveFeed.Http;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log;
using LiveFeed.Reading;
using LiveFeed.Streaming.Polling;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.Sse;
using LiveFeed.Streaming.WebSockets;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LiveFeed.Hosting;

/// <summary>
/// Metrics at <c>/metrics</c> for Prometheus; metrics and traces by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or the
/// variable for one signal) is set.
/// </summary>
internal static class Observability
{
    internal static readonly string[] OtlpEndpoints =
    [
        "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ];

    internal static void AddObservability(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("livefeed"))
            .WithMetrics(metrics => metrics
                .AddMeter(
                    LiveFeedMetrics.Name,
                    "System.Runtime",
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel")
                .AddPrometheusExporter());
        if (OtlpEndpoints.Any(name => !string.IsNullOrEmpty(builder.Configuration[name])))
        {
            telemetry
                .WithTracing(traces => traces.AddSource(LiveFeedMetrics.Name).AddAspNetCoreInstrumentation())
                .UseOtlpExporter();
        }
    }

    internal static void MapMetricsEndpoint(this IEndpointRouteBuilder routes)
    {
        const int Ok = StatusCodes.Status200OK;
        var write = routes.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(_ => true).Build();
        var metrics = routes.MapGet("/metrics", Metrics).WithName(nameof(Metrics)).WithTags("Operate").OnPoolThread()
            .WithMetadata(new MetricsExposition(write))
            .Produces<string>(Ok, "text/plain; version=0.0.4", "application/openmetrics-text; version=1.0.0")
            .ProducesProblems(
                [.. AccessExamples.NoCredentials, AccessExamples.MayNotAdminister, AccessProblems.AuthorityAway]);
        if (!routes.ServiceProvider.GetRequiredService<IOptions<AccessOptions>>().Value.OpenMetrics)
        {
            metrics.AddEndpointFilter<AdminOnly>();
        }
    }

    /// <summary>Metrics for Prometheus</summary>
    /// <remarks>
    /// Of the feed (<c>livefeed_…</c>), the .NET runtime, and the HTTP server. With <c>LiveFeed:Access:OpenMetrics</c> they
    /// need no credentials.
    /// </remarks>
    /// <response code="200">The metrics: as OpenMetrics when <c>Accept</c> asks for it, else as Prometheus text.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">The credentials are good, but do not allow administering.</response>
    /// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
    private static async Task<EmptyHttpResult> Metrics(HttpContext context, MetricsExposition exposition)
    {
        await exposition.Write(context);
        return TypedResults.Empty;
    }

    /// <summary>Adds the instruments that are read on demand, and starts the counters that alerts use at 0.</summary>
    internal static void ObserveFeed(this WebApplication app)
    {
        var (metrics, log, hub, room, places, limits) = (
            app.Services.GetRequiredService<LiveFeedMetrics>(),
            app.Services.GetRequiredService<IEventLog>(),
            app.Services.GetRequiredService<FeedHub>(),
            app.Services.GetRequiredService<ConnectionCapacity>(),
            app.Services.GetRequiredService<ConnectionSlots>(),
            app.Services.GetRequiredService<IOptions<LimitsOptions>>().Value);
        metrics.Observe(
            "livefeed.log.head",
            "{event}",
            "Sequence of the newest readable event; each start begins after a jump",
            () => log.Head);
        metrics.Observe(
            "livefeed.log.writable",
            "1",
            "1 when the log can take events, 0 when it cannot",
            () => log.Fault is null ? 1 : 0);
        metrics.Observe(
            "livefeed.clients.limit",
            "{client}",
            "Clients that the settings allow at once; file descriptors may allow fewer",
            () => room.Configured(limits));
        metrics.Observe(
            "livefeed.connections.open",
            "{connection}",
            "TCP connections open now, with or without a request",
            () => places.Open);
        metrics.Observe(
            "livefeed.connections.limit", "{connection}", "TCP connections that may be open at once", () => places.Places);
        metrics.Observe("livefeed.clients.lag.max", "{event}", "How far behind the slowest client is", () => hub.MaxLag);
        metrics.Observe(
            "livefeed.clients.queued.max", "{event}", "Events in the longest queue of a client", () => hub.MaxQueued);
        var queries = app.Services.GetRequiredService<QueryLimiter>();
        metrics.Observe("livefeed.queries.open", "{query}", "Queries that are being answered", () => queries.Count.Open);
        metrics.Observe("livefeed.queries.waiting", "{query}", "Queries that wait for a place", () => queries.Count.Waiting);
        BeginAtZero(metrics, app.Services);
    }

    private static void BeginAtZero(LiveFeedMetrics metrics, IServiceProvider services)
    {
        if (services.GetRequiredService<IBackplane>() is RedisBackplane)
        {
            services.GetRequiredService<ClusterMetrics>().CountFromZero();
        }

        metrics.CountQueriesFromZero(QueryRefusal.All.Select(refusal => refusal.Name));
        string[] transports =
            [SseRequest.Transport, WebSocketRequest.Transport, PollRequest.Transport, EngineServer.Transport];
        foreach (var transport in transports)
        {
            metrics.CountFromZero(
                transport,
                Enum.GetValues<DisconnectReason>().Select(FeedHub.NameOf),
                ConnectionRefusal.All.Select(refusal => refusal.Name),
                [ProblemKind.Unavailable.Name, ProblemKind.Fault.Name]);
        }
    }
}
