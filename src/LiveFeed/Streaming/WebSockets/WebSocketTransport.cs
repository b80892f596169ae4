using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Log;
using LiveFeed.Refusals;
using LiveFeed.Streaming.Output;
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

    /// <summary>Serves a client until it leaves or is ended, also beyond its request.</summary>
    /// <param name="context">Its request.</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="caller">Who it is.</param>
    /// <param name="sender">Whose limits count.</param>
    /// <param name="place">Its place, which is returned at the end, as is its ticket's lease.</param>
    internal async Task ServeAsync(
        HttpContext context, WebSocketRequest request, Caller caller, Sender sender, ConnectionLease place)
    {
        WebSocketConnection connection;
        try
        {
            connection = await AcceptAsync(context);
        }
        catch
        {
            place.Dispose();
            request.Ticket?.Dispose();
            throw;
        }

        await DirectConnection.GoOnAsync(context, async gone =>
        {
            using (place)
            using (request.Ticket)
            await using (connection)
            {
                await ServeAsync(connection, request, caller, sender, gone);
            }
        });
    }

    private async Task ServeAsync(
        WebSocketConnection connection, WebSocketRequest request, Caller caller, Sender sender, CancellationToken gone)
    {
        var session = new WebSocketSession(
            connection, request, client => requests.Begin(client, caller, sender), delivery.Value, time, _failed);
        try
        {
            if (await server.ConnectAsync(request.Join, session.ConnectAsync, gone) is { } pump)
            {
                await pump.RunAsync();
            }
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // It left before it had joined.
        }
        catch (LogUnavailableException)
        {
            await connection.SendAsync(server.TurnAway(CloseReason.Unavailable), gone);
        }
        catch (Exception e)
        {
            _failed(e);
            await connection.SendAsync(server.TurnAway(CloseReason.Unavailable), gone);
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
