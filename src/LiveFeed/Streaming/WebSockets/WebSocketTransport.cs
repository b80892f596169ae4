using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Refusals;
using LiveFeed.Streaming.WebSockets.Framing;
using LiveFeed.Streaming.WebSockets.Requests;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>WebSockets: each is a client of the hub, as any other, that may also ask.</summary>
internal sealed partial class WebSocketTransport(
    ClientServer server,
    ClientRequests requests,
    Bodies.BodyReader bodies,
    LiveFeedMetrics metrics,
    IOptions<DeliveryOptions> delivery,
    TimeProvider time,
    ILogger<WebSocketTransport> logger)
{
    private readonly Action<Exception> _failed = cause => Log.CannotServe(logger, cause); // one for all connections

    /// <summary>Serves a client until it leaves or is ended.</summary>
    internal async Task ServeAsync(HttpContext context, WebSocketRequest request, Caller caller, Sender sender)
    {
        await using var connection = await AcceptAsync(context);
        var session = new WebSocketSession(
            connection, request, client => requests.Begin(client, caller, sender), delivery.Value, time, _failed);
        try
        {
            await server.ServeAsync(request.Join, session.ConnectAsync, context.RequestAborted);
        }
        catch (LogUnavailableException)
        {
            await connection.SendAsync(server.TurnAway(CloseReason.Unavailable));
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            _failed(e);
            await connection.SendAsync(server.TurnAway(CloseReason.Unavailable));
        }

        await session.EndAsync();
    }

    /// <summary>Tells a client for how long it cannot be served, and closes.</summary>
    internal async Task TurnAwayAsync(HttpContext context, CloseReason reason)
    {
        await using var connection = await AcceptAsync(context);
        await connection.SendAsync(server.TurnAway(reason));
        await connection.CloseAsync();
    }

    /// <summary>Tells a client what is wrong, and closes.</summary>
    internal async Task TurnAwayAsync(HttpContext context, Refusal refusal, WebSocketClose close)
    {
        metrics.Rejected(refusal.Kind.Name);
        await using var connection = await AcceptAsync(context);
        await connection.SendAsync(Replies.Error(id: null, FeedProblem.Of(refusal)));
        await connection.CloseAsync(close);
    }

    private async ValueTask<WebSocketConnection> AcceptAsync(HttpContext context)
    {
        var stream = await WebSocketHandshake.AcceptAsync(context, delivery.Value.Compression, out var deflates);
        return new WebSocketConnection(context, stream, bodies, requests.MaxMessageBytes, deflates);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A WebSocket cannot be served; its client is told to reconnect")]
        internal static partial void CannotServe(ILogger logger, Exception cause);
    }
}
