using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Hub;
using LiveFeed.Rooms;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>Begins to handle the requests of each client.</summary>
internal sealed class ClientRequests(
    FeedHub hub,
    RoomService rooms,
    RecentMessages recent,
    LiveFeedMetrics metrics,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    private readonly ClientRequestParser _parser = new(limits.Value, time);

    /// <summary>The largest message: what a body of <c>POST /events</c> may have.</summary>
    internal int MaxMessageBytes => limits.Value.BodyBytes;

    internal ClientRequestHandler Begin(FeedClient client, Caller caller, Sender sender)
    {
        var session = rooms.BeginSession(client, caller, sender);
        var inRooms = new RoomRequestHandler(hub, rooms, recent, session, caller, time);
        return new ClientRequestHandler(hub, inRooms, session, caller, _parser, metrics, limits.Value);
    }
}
