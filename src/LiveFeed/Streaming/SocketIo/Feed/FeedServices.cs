using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Hub;
using LiveFeed.Rooms;
using LiveFeed.Telemetry;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>What the requests of every client use.</summary>
internal sealed record FeedServices(
    FeedHub Hub, RoomService Rooms, AccessPolicy Access, LiveFeedMetrics Metrics, LimitsOptions Limits, TimeProvider Time);
