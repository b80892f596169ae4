using LiveFeed.Http;
using LiveFeed.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Ingest.Rest;

/// <summary>Events come in over REST: (a) in docs/architecture.md.</summary>
internal static class IngestEndpoints
{
    internal const string Json = "application/json";
    internal const string Ndjson = "application/x-ndjson";
    internal const string IdempotencyKey = EventBatchParser.IdempotencyKey;

    internal static RouteGroupBuilder MapIngestEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Publish");
        var requests = ActivatorUtilities.CreateInstance<PublishRequests>(routes.ServiceProvider);
        group.MapPost("/events", requests.PublishEvents).WithName(nameof(requests.PublishEvents))
            .ProducesProblems(IngestExamples.OfEvents);
        group.MapPost("/topics/{**topic}", requests.PublishToTopic).WithName(nameof(requests.PublishToTopic))
            .ProducesProblems(IngestExamples.OfTopic);

        // LiveFeed counts its own limits while it reads. Routing lifts the web server's limit, as the middleware that
        // decompresses the body applies it before a handler runs.
        group.WithMetadata(new DisableRequestSizeLimitAttribute());
        return group;
    }
}
