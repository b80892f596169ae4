using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Tickets;
using LiveFeed.Http;
using LiveFeed.Refusals;
using LiveFeed.Streaming.WebSockets.Framing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// Opens WebSockets. A page does not see the status of a refused handshake. So a client that is refused for its credentials,
/// or for now, gets a connection that says why and is closed.
/// </summary>
internal static class WebSocketEndpoints
{
    internal const string Path = "/ws";

    // How HTTP/2 opens a WebSocket (RFC 8441). OpenAPI does not know the method.
    private static readonly string[] OfHttp2 = [HttpMethods.Connect];

    internal static void MapWebSocketEndpoints(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var group = routes.MapGroup("").WithTags("Subscribe")
            .WithMetadata(TakesTickets.Instance)
            .WithMetadata(new WebSocketServices(
                services.GetRequiredService<AccessPolicy>(),
                services.GetRequiredService<TicketUses>(),
                services.GetRequiredService<ConnectionLimiter>(),
                services.GetRequiredService<IOptions<LimitsOptions>>().Value,
                services.GetRequiredService<WebSocketTransport>()));
        group.MapGet(Path, OpenWebSocket).WithName(nameof(OpenWebSocket)).ProducesProblems(Examples);
        group.MapMethods(Path, OfHttp2, OpenWebSocket).ExcludeFromDescription();
    }

    private static FeedProblem[] Examples =>
    [
        FeedProblem.At(
            ProblemKind.Malformed, "lastEventId", "must be a position, <epoch>-<sequence>, from an event's id or an answer"),
        FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0"),
        new(ProblemKind.Unavailable, ConnectionRefusal.Full.Detail),
        WebSocketHandshake.NoHandshake,
    ];

    /// <summary>Open a WebSocket</summary>
    /// <remarks>
    /// JSON text messages, each an object with a <c>type</c>. The subprotocol <c>livefeed.v1</c> may be named. The first
    /// message is <c>connected</c>; then the client may <c>subscribe</c>, <c>unsubscribe</c> and <c>publish</c> at any time.
    /// docs/protocol.md has all messages.
    /// </remarks>
    /// <response code="101">The connection is a WebSocket from here on.</response>
    /// <response code="200">The same over HTTP/2, where CONNECT opens it.</response>
    /// <response code="400">A parameter cannot be read.</response>
    /// <response code="422">A topic is not a valid pattern, or there are too many.</response>
    /// <response code="426">The request is no handshake of a WebSocket.</response>
    /// <response code="503">
    /// As for <c>GET /events</c>, but only through a proxy that says <c>X-Refuse-With: 503</c>. Other clients get a
    /// WebSocket that is closed at once with a code (1001, 1013).
    /// </response>
    private static async Task<Results<EmptyHttpResult, FeedProblem>> OpenWebSocket(
        [AsParameters] WebSocketParameters parameters, HttpContext context, WebSocketServices services)
    {
        if (WebSocketHandshake.Check(context) is { } problem)
        {
            WebSocketHandshake.NameProtocol(context);
            return problem;
        }

        var caller = await services.Access.IdentifyAsync(context);
        var (request, wrong) = WebSocketRequest.Read(parameters, caller, services.Limits);
        if (wrong is not null)
        {
            return wrong;
        }

        return await ServeAsync(request!, caller, context, services) is { } refusal ? refusal : TypedResults.Empty;
    }

    private static async Task<FeedProblem?> ServeAsync(
        WebSocketRequest request, Caller caller, HttpContext context, WebSocketServices services)
    {
        if (caller.MayFollow(request.Join.Topics) is { } refused)
        {
            await services.Transport.TurnAwayAsync(context, refused, CloseOf(refused));
            return null;
        }

        // Its position stands in the address, as a page cannot set a header.
        var resumption = new Resumption(request.Join.After, IsInAddress: true, request.Join.Topics);
        var entry = services.Tickets.Enter(caller.Ticket, resumption);
        var lease = entry.Lease;
        if (entry.Refusal is { } bad)
        {
            await services.Transport.TurnAwayAsync(context, bad, CloseOf(bad));
            return null;
        }

        var sender = Sender.Of(context, caller);
        var (place, full) = entry.NotNow is { } open
            ? services.Admission.Refuse(WebSocketRequest.Transport, open)
            : services.Admission.Enter(WebSocketRequest.Transport, sender);
        if (full is not null)
        {
            lease?.Dispose();
            if (OtherNodes.AreAsked(context.Request))
            {
                return new FeedProblem(ProblemKind.Unavailable, full.Detail);
            }

            await services.Transport.TurnAwayAsync(context, full.Reason);
            return null;
        }

        await services.Transport.ServeAsync(
            context, lease is null ? request : request with { Ticket = lease }, caller, sender, place!);
        return null;
    }

    private static WebSocketClose CloseOf(Refusal refusal) => new(
        refusal.Kind == RefusalKind.Unavailable ? WebSocketClose.TryAgainLater
        : refusal.Kind == RefusalKind.Forbidden ? WebSocketClose.Forbidden
        : WebSocketClose.Unauthorized,
        refusal.Kind.Name);
}
