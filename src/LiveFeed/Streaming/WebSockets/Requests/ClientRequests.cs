using LiveFeed.Access;
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
    AccessPolicy access,
    LiveFeedMetrics metrics,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    private readonly ClientRequestParser _parser = new(limits.Value, time);

    /// <summary>The largest message: what a body of <c>POST /events</c> may have.</summary>
    internal int MaxMessageBytes => limits.Value.BodyBytes;

    internal ClientRequestHandler Begin(FeedClient client, Caller caller, Sender sender)
    {
        return new ClientRequestHandler(
            hub, StandingOf, new StreamCaller(client, access, caller), _parser, metrics, limits.Value);

        ClientStanding StandingOf(Caller by)
        {
            var session = rooms.BeginSession(client, by, sender);
            return new ClientStanding(by, session, new RoomRequestHandler(hub, rooms, recent, session, by, time));
        }
    }
}
