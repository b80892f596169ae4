using System.Net.Http.Headers;
using System.Text;
using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Bodies;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Ingest.Ndjson;
using LiveFeed.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveFeed.Ingest.Rest;

/// <summary>Events come in over REST.</summary>
internal static class IngestEndpoints
{
    internal const string Json = "application/json";
    internal const string Ndjson = "application/x-ndjson";

    internal const string IdempotencyKey = "Idempotency-Key";

    internal static RouteGroupBuilder MapIngestEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(IngestDocs.Group);
        group.MapPost("/events", PublishEvents).WithName(nameof(PublishEvents)).Described(PublishEventsDoc.Doc);
        group.MapPost("/topics/{**topic}", PublishToTopic).WithName(nameof(PublishToTopic)).Described(PublishToTopicDoc.Doc);

        // The limits here are LiveFeed's own, counted while reading. Told to routing, because what decompresses the body
        // takes the web server's limit before a handler could lift it.
        group.WithMetadata(new DisableRequestSizeLimitAttribute());
        return group;
    }

    private static async Task<IResult> PublishEvents(
        HttpContext context,
        PublishSessions sessions,
        AccessPolicy access,
        BodyReader bodies,
        IOptions<LimitsOptions> limits,
        TimeProvider time,
        IHostApplicationLifetime lifetime)
    {
        var caller = await access.IdentifyAsync(context);
        _ = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type);
        if (((FeedProblem?)caller.MayPublishAnything() ?? Unreadable(context.Request, type)) is { } refusal)
        {
            return refusal;
        }

        switch (type?.MediaType?.ToLowerInvariant())
        {
            case Json:
                return await PublishJson(context, bodies, access, Begin(context, sessions, caller), limits.Value, time);
            case Ndjson when context.Request.Headers.ContainsKey(IdempotencyKey):
                return FeedProblem.At(ProblemKind.Invalid, IdempotencyKey, "is for one event; the events of NDJSON have an id each");
            case Ndjson:
                var publish = new NdjsonPublish(Begin(context, sessions, caller), limits.Value, time);
                return await PublishNdjson(context, bodies, access, publish, lifetime.ApplicationStopping);
            default:
                return FeedProblem.At(ProblemKind.UnsupportedType, "Content-Type",
                    $"must be {Json} (an event or an array of events) or {Ndjson} (an event a line); for curl -d there is POST /topics/{{topic}}");
        }
    }

    private static async Task<IResult> PublishToTopic(
        HttpContext context,
        PublishSessions sessions,
        AccessPolicy access,
        BodyReader bodies,
        IOptions<LimitsOptions> limits,
        TimeProvider time)
    {
        var caller = await access.IdentifyAsync(context);
        _ = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type);
        if (((FeedProblem?)caller.MayPublishAnything() ?? Unreadable(context.Request, type)) is { } refusal)
        {
            return refusal;
        }

        var session = Begin(context, sessions, caller);
        return await bodies.TakeAsync(context.Request, limits.Value.EventBytes, "LiveFeed:Limits:EventBytes", async body =>
        {
            if (body.MustBeText() is { } noText)
            {
                return FeedProblem.Of(noText);
            }

            var e = TopicPublish.Read(context, body, type?.MediaType, limits.Value, time.GetUtcNow(), out var problem);
            return problem ?? await Publish([e!], isArray: false, context, access, session);
        });
    }

    // What could be decompressed has been by now, and its header taken away.
    private static FeedProblem? Unreadable(HttpRequest request, MediaTypeHeaderValue? type) =>
        request.Headers.ContentEncoding.Any(encoding => !"identity".Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ? FeedProblem.At(ProblemKind.UnsupportedType, "Content-Encoding", "must be one of gzip, br and deflate, where there is any")
        : type?.CharSet is { } charset && !charset.Trim('"').Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase)
            ? FeedProblem.At(ProblemKind.UnsupportedType, "Content-Type", "must be in UTF-8")
        : null;

    // The answer will tell of the sender's rate.
    private static PublishSession Begin(HttpContext context, PublishSessions sessions, Caller caller)
    {
        var session = sessions.Begin(caller, Sender.Of(context, caller));
        RateLimitHeaders.AddTo(context.Response, session.Allowance);
        return session;
    }

    private static Task<IResult> PublishJson(
        HttpContext context, BodyReader bodies, AccessPolicy access, PublishSession session, LimitsOptions limits, TimeProvider time)
    {
        var id = context.Request.Headers[IdempotencyKey].ToString();
        return bodies.TakeAsync(context.Request, limits.BodyBytes, "LiveFeed:Limits:BodyBytes", async body =>
        {
            if (body.MustBeText() is { } refusal)
            {
                return FeedProblem.Of(refusal);
            }

            var events = JsonBatchParser.Parse(body.Span, id.Length > 0 ? id : null, limits, time.GetUtcNow(), out var problem);
            return problem ?? await Publish(events!, JsonBatchParser.IsArray(body.Span), context, access, session);
        });
    }

    private static async Task<IResult> Publish(
        IReadOnlyList<FeedEvent> events, bool isArray, HttpContext context, AccessPolicy access, PublishSession session)
    {
        var outcome = await session.PublishAllAsync(events, answersFirst: true, context.RequestAborted);
        if (outcome.Refusal is not { } refusal)
        {
            return new AcceptedResult(outcome.Answer, outcome.AfterAnswer);
        }

        return await DiagnosticsAccess.ProblemOfAsync(
            isArray && outcome.Index is { } index ? refusal.InElement(index) : refusal, context, access);
    }

    private static async Task<IResult> PublishNdjson(
        HttpContext context, BodyReader bodies, AccessPolicy access, NdjsonPublish publish, CancellationToken stopping)
    {
        // A producer may keep its request open and say nothing for hours; Kestrel would end it after seconds.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        using var hold = bodies.NewHold();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await publish.ReadAsync(context.Request.BodyReader, hold, bodies.NewPace(), bodies.Work, end.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            return new FeedProblem(ProblemKind.Unavailable, "The service is stopping.") { Extensions = Extensions(publish.Answer) };
        }
        catch (PublishRefusedException e)
        {
            return await DiagnosticsAccess.ProblemOfAsync(e.Refusal with { Details = Extensions(publish.Answer) }, context, access);
        }
        catch (Exception e) when (BodyErrors.RefusalOf(e) is { } refusal)
        {
            // The connection has no other use: see what waits for such exceptions.
            throw new BodyRefusedException(refusal with { Details = Extensions(publish.Answer) }, e);
        }

        return publish.NothingAccepted
            ? new FeedProblem(ProblemKind.NothingAccepted, publish.Answer.Rejected![0].Error) { Extensions = Extensions(publish.Answer) }
            : new AcceptedResult(publish.Answer);
    }

    // So that a producer knows what to send again.
    private static Dictionary<string, object?> Extensions(PublishAnswer answer) => new()
    {
        ["accepted"] = answer.Accepted,
        ["positions"] = answer.Positions,
        ["duplicates"] = answer.Duplicates,
        ["rejected"] = answer.Rejected,
    };
}
