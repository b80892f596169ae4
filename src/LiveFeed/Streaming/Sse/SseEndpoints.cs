using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Tickets;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Publishing;
using LiveFeed.Rooms;
using LiveFeed.Streaming.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.Sse;

/// <summary>
/// Sends events as server-sent events. A native <c>EventSource</c> reconnects after a cut connection and after an ended
/// answer 200, never after another status. So only permanent errors have a status: a request that cannot be read (400, 422),
/// credentials that are missing, not valid or not enough (401, 403), a foreign page or host (403), and 204. A temporary
/// error is a stream of one frame, <c>livefeed.closing</c>: no place, a stop, a log that cannot be read, an authority that
/// does not answer, a fault.
/// </summary>
internal static class SseEndpoints
{
    internal const string MediaType = "text/event-stream";

    internal const string Path = "/events";

    internal static RouteGroupBuilder MapSseEndpoints(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var group = routes.MapGroup("").WithTags("Subscribe");
        group.MapGet(Path, Subscribe).WithName(nameof(Subscribe)).Produces<string>(StatusCodes.Status200OK, MediaType)
            .ProducesProblems(Examples)
            .WithMetadata(TakesTickets.Instance)
            .WithMetadata(new SseServices(
                services.GetRequiredService<AccessPolicy>(),
                services.GetRequiredService<TicketUses>(),
                services.GetRequiredService<ConnectionLimiter>(),
                services.GetRequiredService<IOptions<LimitsOptions>>().Value,
                services.GetRequiredService<SseTransport>(),
                services.GetRequiredService<RoomService>()));
        group.MapTickets();
        return group;
    }

    private static FeedProblem[] Examples =>
    [
        FeedProblem.At(
            ProblemKind.Malformed,
            SseParameters.LastEventIdHeader,
            "must be a position, <epoch>-<sequence>, from an event's id or an answer"),
        .. AccessExamples.NoCredentials,
        TicketProblems.Late,
        AccessExamples.MayNotFollow,
        TicketProblems.OtherStream,
        FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0"),
        new(ProblemKind.Unavailable, ConnectionRefusal.Full.Detail),
        new(ProblemKind.Unavailable, ConnectionRefusal.FullUser.Detail),
        new(ProblemKind.Unavailable, ConnectionRefusal.FullAddress.Detail),
        new(ProblemKind.Unavailable, ConnectionRefusal.TicketInUse.Detail),
        new(ProblemKind.Unavailable, ConnectionRefusal.Unavailable.Detail),
        AccessProblems.AuthorityAway,
    ];

    /// <summary>Follow topics as server-sent events</summary>
    /// <remarks>
    /// The stream begins with <c>livefeed.connected</c>. Then come the events retained after the given position, then new
    /// events, in order. A client that lags gets only the latest event of each key, and all events without a key. <c>id</c>
    /// is the position to resume after; an <c>EventSource</c> sends it by itself.
    ///
    ///     curl -N 'http://localhost:5080/events?topic=orders/**'
    ///
    /// The server's own events:
    ///
    /// - <c>livefeed.connected</c> comes first. Its data: <c>clientId</c>, <c>position</c>, <c>resumed</c>, <c>heartbeat</c>
    /// (max ms of silence).
    /// - <c>livefeed.gap</c>: events for this client are lost. They were trimmed (<c>reason</c> <c>expired</c>), belong to
    /// another log (<c>epoch</c>), or were lost in a crash or with an older copy of the log (<c>lost</c>). Its data:
    /// <c>after</c>, <c>before</c>, <c>reason</c>.
    /// - <c>livefeed.expiring</c>: a minute before the token of the stream expires. Its data: <c>expires</c>. A newer token
    /// (<c>POST /clients/{id}/token</c>) lets the stream go on.
    /// - <c>livefeed.closing</c> comes last, before the server ends the stream. Its data: <c>reconnect</c> and
    /// <c>reason</c>: <c>shutdown</c>, <c>full</c>, <c>unavailable</c> (the log cannot be read or the credentials cannot be
    /// checked now), <c>lifetime</c>, <c>kicked</c>, or <c>expired</c> (the token).
    ///
    /// After <c>LiveFeed:Delivery:Heartbeat</c> of silence the server sends a comment (<c>:</c>). The stream does not end,
    /// so this page, which waits for the end of an answer, shows nothing; use <c>curl -N</c> or an <c>EventSource</c>.
    /// </remarks>
    /// <response code="200">
    /// The stream. When the server is full, stops, or cannot serve this client now, the stream has only <c>retry</c> and
    /// <c>livefeed.closing</c> and ends: an <c>EventSource</c> never reconnects after another status.
    /// </response>
    /// <response code="204">
    /// The client's last id is <c>closed</c>: its stream was ended for good (<c>reason</c> <c>kicked</c>) and got this id
    /// before <c>livefeed.closing</c>. An <c>EventSource</c> does not reconnect after this answer.
    /// </response>
    /// <response code="400">A parameter cannot be read.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">The credentials do not cover all of the request.</response>
    /// <response code="422">A topic is not a valid pattern, or there are too many.</response>
    /// <response code="503">
    /// All connections are taken (<c>LiveFeed:Limits:Connections</c>), or all of this user or address; the stream of the
    /// ticket is open; the server stops; the log cannot be read now; or the authority that signs tokens could not be reached
    /// since the start. Only for clients whose <c>Accept</c> leaves out <c>text/event-stream</c>, and through a proxy that
    /// says <c>X-Refuse-With: 503</c>, as it then asks another node.
    /// </response>
    private static async Task<Results<EmptyHttpResult, NoContent, FeedProblem>> Subscribe(
        [AsParameters] SseParameters parameters, HttpContext context, SseServices services)
    {
        try
        {
            return await Admit(parameters, context, services);
        }
        catch (PublishRefusedException e) when (!context.Response.HasStarted)
        {
            var problem = e.Refusal.Kind.IsTemporary
                ? new FeedProblem(ProblemKind.Unavailable, e.Refusal.Text)
                : FeedProblem.Of(e.Refusal);
            return await Refuse(context, problem, services);
        }
        catch (Exception e) when (MayBeTurnedAway(context, e))
        {
            services.Transport.Failed(e);
            var problem = new FeedProblem(ProblemKind.Unavailable, ConnectionRefusal.Unavailable.Detail);
            return await Refuse(context, problem, services);
        }
    }

    private static async Task<Results<EmptyHttpResult, NoContent, FeedProblem>> Admit(
        SseParameters parameters, HttpContext context, SseServices services)
    {
        var caller = await services.Access.IdentifyAsync(context);
        if (parameters.Resume().Id == SseNotices.FarewellId) // the id that a stream gets last when it must not reconnect
        {
            return caller.MayFollow([]) is { } refused ? await Refuse(context, refused, services) : TypedResults.NoContent();
        }

        var (request, problem) = SseRequest.Read(parameters, context.Request, caller, services);
        problem ??= caller.MayFollow(request!.Join.Topics);
        return problem is null
            ? await Serve(parameters, request!, caller, context, services)
            : await Refuse(context, problem, services);
    }

    private static async Task<Results<EmptyHttpResult, NoContent, FeedProblem>> Serve(
        SseParameters parameters, SseRequest request, Caller caller, HttpContext context, SseServices services)
    {
        var sender = Sender.Of(context, caller);
        var entry = services.Tickets.Enter(caller.Ticket, request.ResumptionOf(parameters));
        using var lease = entry.Lease;
        if (entry.Refusal is { } bad)
        {
            return await Refuse(context, bad, services);
        }

        var (place, refusal) = entry.NotNow is { } open
            ? services.Admission.Refuse(SseRequest.Transport, open)
            : services.Admission.Enter(SseRequest.Transport, sender);
        if (refusal is not null)
        {
            return await TurnAway(
                context, refusal, new FeedProblem(ProblemKind.Unavailable, refusal.Detail), services.Transport);
        }

        using (place)
        {
            var ticketed = lease is null ? request : request with { Ticket = lease };
            await services.Transport.ServeAsync(context, ticketed.In(services.Rooms, caller, sender));
        }

        return TypedResults.Empty;
    }

    private static async Task<Results<EmptyHttpResult, NoContent, FeedProblem>> Refuse(
        HttpContext context, FeedProblem problem, SseServices services)
    {
        if (problem.Kind != ProblemKind.Unavailable)
        {
            return problem;
        }

        services.Admission.Refused(SseRequest.Transport, ConnectionRefusal.Unavailable);
        return await TurnAway(context, ConnectionRefusal.Unavailable, problem, services.Transport);
    }

    // Clients that do not ask for an event stream get the true status, and so do proxies that can do something with it.
    private static async Task<Results<EmptyHttpResult, NoContent, FeedProblem>> TurnAway(
        HttpContext context, ConnectionRefusal refusal, FeedProblem problem, SseTransport transport)
    {
        if (!AcceptsEventStream(context.Request) || OtherNodes.AreAsked(context.Request))
        {
            return problem;
        }

        await transport.TurnAwayAsync(context, refusal.Reason);
        return TypedResults.Empty;
    }

    // False when its stream has begun (the connection is cut, and the client reconnects), when the client has gone, and when
    // the web server answers.
    private static bool MayBeTurnedAway(HttpContext context, Exception cause) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested &&
            cause is not BadHttpRequestException &&
        (cause is LogUnavailableException || AcceptsEventStream(context.Request));

    private static bool AcceptsEventStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept is not { Count: > 0 } accepted ||
        accepted.Any(type => new MediaTypeHeaderValue(MediaType).IsSubsetOf(type));
}
