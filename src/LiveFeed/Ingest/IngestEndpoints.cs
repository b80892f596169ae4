using System.Net.Http.Headers;
using System.Text;
using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Hub;
using LiveFeed.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LiveFeed.Ingest;

/// <summary>Events come in over REST.</summary>
internal static class IngestEndpoints
{
    internal const string Json = "application/json";
    internal const string Ndjson = "application/x-ndjson";

    internal static RouteGroupBuilder MapIngestEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(IngestDocs.Group);
        group.MapPost("/events", PublishEvents).WithName(nameof(PublishEvents)).Described(PublishEventsDoc.Doc);
        group.MapPost("/topics/{**topic}", PublishToTopic).WithName(nameof(PublishToTopic)).Described(PublishToTopicDoc.Doc);
        return group;
    }

    private static async Task<IResult> PublishEvents(
        HttpContext context, FeedPublisher publisher, AccessPolicy access, IOptions<LimitsOptions> limits, TimeProvider time)
    {
        _ = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type);
        if (type?.CharSet is { } charset && !charset.Trim('"').Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase))
        {
            return FeedProblem.At(ProblemKind.UnsupportedType, "Content-Type", "must be in UTF-8");
        }

        LiftBodyLimit(context);
        switch (type?.MediaType?.ToLowerInvariant())
        {
            case Json:
                return await PublishJson(context, publisher, access, limits.Value, time);
            case Ndjson:
                return await PublishNdjson(context, new NdjsonPublish(publisher, access, limits.Value, time));
            default:
                return FeedProblem.At(ProblemKind.UnsupportedType, "Content-Type",
                    $"must be {Json} (an event or an array of events) or {Ndjson} (an event a line); for curl -d there is POST /topics/{{topic}}");
        }
    }

    private static async Task<IResult> PublishToTopic(
        HttpContext context, FeedPublisher publisher, AccessPolicy access, IOptions<LimitsOptions> limits, TimeProvider time)
    {
        LiftBodyLimit(context);
        var (e, problem) = await TopicPublish.ReadAsync(context, limits.Value, time.GetUtcNow());
        return problem ?? await Publish([e!], publisher, access, context.RequestAborted);
    }

    private static async Task<IResult> PublishJson(
        HttpContext context, FeedPublisher publisher, AccessPolicy access, LimitsOptions limits, TimeProvider time)
    {
        var (body, problem) = await BodyReader.ReadAsync(
            context.Request, limits.BodyBytes, "LiveFeed:Limits:BodyBytes", context.RequestAborted);
        if (problem is not null)
        {
            return problem;
        }

        var id = context.Request.Headers["Idempotency-Key"].ToString();
        var events = JsonBatchParser.Parse(body, id.Length > 0 ? id : null, limits, time.GetUtcNow(), out problem);
        return problem ?? await Publish(events!, publisher, access, context.RequestAborted);
    }

    private static async Task<IResult> Publish(
        IReadOnlyList<FeedEvent> events, FeedPublisher publisher, AccessPolicy access, CancellationToken cancellationToken)
    {
        if (events.Select(e => access.MayPublish(e.Topic)).FirstOrDefault(refusal => refusal is not null) is { } refusal)
        {
            return refusal;
        }

        try
        {
            var receipts = await publisher.PublishAsync(events, cancellationToken);
            return Accepted(PublishAnswer.Of(events.Count, receipts));
        }
        catch (IdempotencyConflictException e)
        {
            return FeedProblem.At(ProblemKind.IdInUse, events.Count == 1 ? "/id" : $"/{e.Index}/id", e.Message);
        }
    }

    private static async Task<IResult> PublishNdjson(HttpContext context, NdjsonPublish publish)
    {
        try
        {
            await publish.ReadAsync(context.Request.BodyReader, context.RequestAborted);
        }
        catch (LogUnavailableException e)
        {
            return new FeedProblem(ProblemKind.Unavailable, e.Message) { Extensions = Extensions(publish.Answer) };
        }

        return publish.NothingAccepted
            ? new FeedProblem(ProblemKind.NothingAccepted, publish.Answer.Rejected![0].Error) { Extensions = Extensions(publish.Answer) }
            : Accepted(publish.Answer);
    }

    // So that a producer knows what to send again.
    private static Dictionary<string, object?> Extensions(PublishAnswer answer) => new()
    {
        ["accepted"] = answer.Accepted,
        ["positions"] = answer.Positions,
        ["duplicates"] = answer.Duplicates,
        ["rejected"] = answer.Rejected,
    };

    private static IResult Accepted(PublishAnswer answer) => new AcceptedResult(answer);

    // The limits here are LiveFeed's own, counted while reading.
    private static void LiftBodyLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }
    }
}
