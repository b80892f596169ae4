using System.ComponentModel.DataAnnotations;
using System.Net.Http.Headers;
using System.Text;
using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Ingest.Ndjson;
using LiveFeed.Publishing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveFeed.Ingest.Rest;

/// <summary>
/// The requests that publish. Their services are taken once: to look them up for each request would take longer than to
/// read an event.
/// </summary>
/// <response code="401">
/// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
/// </response>
/// <response code="403">
/// The credentials do not allow this. An array is published whole or not at all; a line of NDJSON that is not allowed is
/// among those <c>rejected</c>. Or a browser sends the request for a page of another site.
/// </response>
/// <response code="408">
/// The body arrives more slowly than <c>LiveFeed:Limits:BodyRate</c>. Lines of NDJSON may be far apart, but not the parts
/// of one line longer than 4 KiB.
/// </response>
/// <response code="409">The id belongs to an event with other content. Nothing was stored.</response>
/// <response code="429">
/// This user, or this address without credentials, publishes more than <c>LiveFeed:Limits:PublishPerSecond</c>. Nothing was
/// stored. NDJSON is not refused: the service reads it as fast as the limit allows.
/// </response>
/// <response code="503">
/// The log cannot take events now: its disk is full or fails, or the service is stopping. Events accepted before are safe.
/// Or <c>LiveFeed:Limits:HeldBytes</c> of incomplete bodies are held, without room for a large one. Or the authority that
/// signs tokens could not be reached since the start.
/// </response>
internal sealed class PublishRequests(
    PublishSessions sessions,
    AccessPolicy access,
    BodyReader bodies,
    IOptions<LimitsOptions> limits,
    TimeProvider time,
    IHostApplicationLifetime lifetime)
{
    private static readonly MediaTypeHeaderValue PlainJson = new(IngestEndpoints.Json);
    private static readonly FeedProblem OneIdForMany = FeedProblem.At(
        ProblemKind.Invalid, IngestEndpoints.IdempotencyKey, "is for one event; the events of NDJSON have an id each");

    private readonly LimitsOptions _limits = limits.Value;

    private delegate ValueTask<Results<AcceptedResult, FeedProblem>> Publish(Caller caller, MediaTypeHeaderValue? type);

    /// <summary>Publish events</summary>
    /// <remarks>
    /// One event, an array of events (all or nothing), or a stream of lines, each an event by itself.
    /// The body may be compressed (<c>Content-Encoding: gzip</c>, <c>br</c> or <c>deflate</c>). Limits count decompressed
    /// bytes. A body that is cut off is an error.
    ///
    /// When the answer comes, every event has its position and is as durable as <c>LiveFeed:Log:Durability</c> says.
    /// </remarks>
    /// <param name="idempotencyKey">
    /// The event's id, in place of the field <c>id</c>. For one event only.
    /// </param>
    /// <response code="202">Accepted. <c>rejected</c> is there only for NDJSON.</response>
    /// <response code="400">
    /// The body is not well-formed JSON, not UTF-8, or cannot be decompressed, or is cut off. Or no line of NDJSON was
    /// accepted. For NDJSON the problem also has the members of the answer 202.
    /// </response>
    /// <response code="413">
    /// The body, an event's data (max 2 MiB, <c>LiveFeed:Limits:EventBytes</c>) or the number of events in an array is above
    /// its limit. Or no event of NDJSON was accepted within <c>LiveFeed:Limits:BodyBytes</c> decompressed bytes; the rest
    /// is not read.
    /// </response>
    /// <response code="415">The media type is neither of the two, or the body is not in UTF-8.</response>
    /// <response code="422">
    /// The JSON is well-formed, but an event is not valid. <c>errors</c> has the first faults by JSON pointer. Nothing was
    /// stored.
    /// </response>
    internal ValueTask<Results<AcceptedResult, FeedProblem>> PublishEvents(
        [FromHeader(Name = IngestEndpoints.IdempotencyKey), MaxLength(EventFields.MaxIdLength)] string? idempotencyKey,
        HttpContext context) =>
        ForCallerAsync(context, (caller, type) =>
            Is(type, IngestEndpoints.Json) ? PublishJsonAsync(idempotencyKey, context, Begin(context, caller))
            : !Is(type, IngestEndpoints.Ndjson) ? new(IngestExamples.OtherType)
            : idempotencyKey is not null ? new(OneIdForMany)
            : new(NdjsonRequest.PublishAsync(
                context,
                bodies,
                access,
                new NdjsonPublish(Begin(context, caller), _limits, time),
                lifetime.ApplicationStopping)));

    /// <summary>Publish the body as one event</summary>
    /// <remarks>
    /// Made for <c>curl -d</c>: the body is the event's data, the rest of the event is in the path and the query.
    ///
    ///     curl -d '{"id":42}' 'http://localhost:5080/topics/orders/eu?event=order.paid'
    /// </remarks>
    /// <response code="202">Accepted.</response>
    /// <response code="400">
    /// A query parameter or the body cannot be read: not UTF-8, not decompressible, or not JSON as its media type says.
    /// </response>
    /// <response code="413">The body has more than 2 MiB (<c>LiveFeed:Limits:EventBytes</c>).</response>
    /// <response code="415">The body is <c>multipart/…</c>, as of a form with files.</response>
    /// <response code="422">
    /// The topic, event, key or id is not valid. <c>errors</c> has each by its JSON pointer in an event.
    /// </response>
    internal ValueTask<Results<AcceptedResult, FeedProblem>> PublishToTopic(
        [AsParameters] TopicParameters parameters, HttpContext context) =>
        ForCallerAsync(context, (caller, type) =>
        {
            var session = Begin(context, caller);
            var (most, setting) = (_limits.EventBytes, "LiveFeed:Limits:EventBytes");
            return bodies.TakeAsync<AcceptedResult>(context.Request, most, setting, body =>
            {
                if (body.MustBeText() is { } noText)
                {
                    return new(FeedProblem.Of(noText));
                }

                var e = TopicPublish.Read(
                    parameters, context, body, type?.MediaType, _limits, time.GetUtcNow(), out var problem);
                return problem is null ? PublishAsync([e!], isArray: false, context, session) : new(problem);
            });
        });

    // Nothing is awaited when the caller is known at once: always, unless the credentials are a token.
    private ValueTask<Results<AcceptedResult, FeedProblem>> ForCallerAsync(HttpContext context, Publish publish)
    {
        var identifying = access.IdentifyAsync(context);
        return identifying.IsCompletedSuccessfully
            ? ForCallerAsync(identifying.Result, context, publish)
            : AwaitedAsync(identifying, context, publish);
    }

    private static async ValueTask<Results<AcceptedResult, FeedProblem>> AwaitedAsync(
        ValueTask<Caller> identifying, HttpContext context, Publish publish) =>
        await ForCallerAsync(await identifying, context, publish);

    private static ValueTask<Results<AcceptedResult, FeedProblem>> ForCallerAsync(
        Caller caller, HttpContext context, Publish publish)
    {
        var type = TypeOf(context.Request);
        return ((FeedProblem?)caller.MayPublishAnything() ?? Unreadable(context.Request, type)) is { } refusal
            ? new(refusal)
            : publish(caller, type);
    }

    // Most producers send the plain one.
    private static MediaTypeHeaderValue? TypeOf(HttpRequest request) =>
        request.ContentType == IngestEndpoints.Json ? PlainJson
        : MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type
        : null;

    private static bool Is(MediaTypeHeaderValue? type, string name) =>
        name.Equals(type?.MediaType, StringComparison.OrdinalIgnoreCase);

    // The middleware has decompressed the body by now and removed the header.
    private static FeedProblem? Unreadable(HttpRequest request, MediaTypeHeaderValue? type) =>
        request.Headers.ContentEncoding is { Count: > 0 } encodings &&
            encodings.Any(encoding => !"identity".Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ? FeedProblem.At(
                ProblemKind.UnsupportedType, "Content-Encoding", "must be one of gzip, br and deflate, where there is any")
        : type?.CharSet is { } charset &&
            !charset.Trim('"').Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase)
            ? FeedProblem.At(ProblemKind.UnsupportedType, "Content-Type", "must be in UTF-8")
        : null;

    // Also adds the sender's rate to the headers of the answer.
    private PublishSession Begin(HttpContext context, Caller caller)
    {
        var session = sessions.Begin(caller, Sender.Of(context, caller));
        RateLimitHeaders.AddTo(context.Response, session.Allowance);
        return session;
    }

    private ValueTask<Results<AcceptedResult, FeedProblem>> PublishJsonAsync(
        string? id, HttpContext context, PublishSession session)
    {
        var (most, setting) = (_limits.BodyBytes, "LiveFeed:Limits:BodyBytes");
        return bodies.TakeAsync<AcceptedResult>(context.Request, most, setting, body =>
        {
            if (body.MustBeText() is { } refusal)
            {
                return new(FeedProblem.Of(refusal));
            }

            var events = EventBatchParser.Parse(body.Span, id is "" ? null : id, _limits, time.GetUtcNow(), out var wrong);
            return wrong is null
                ? PublishAsync(events!, EventBatchParser.IsArray(body.Span), context, session)
                : new(FeedProblem.Of(wrong));
        });
    }

    private async ValueTask<Results<AcceptedResult, FeedProblem>> PublishAsync(
        IReadOnlyList<FeedEvent> events, bool isArray, HttpContext context, PublishSession session)
    {
        var outcome = await session.PublishAllAsync(events, answersFirst: true, context.RequestAborted);
        if (outcome.Refusal is not { } refusal)
        {
            return new AcceptedResult(outcome.Answer, outcome.AfterAnswer);
        }

        return await DiagnosticsAccess.ProblemOfAsync(
            isArray && outcome.Index is { } index ? refusal.InElement(index) : refusal, context, access);
    }
}
