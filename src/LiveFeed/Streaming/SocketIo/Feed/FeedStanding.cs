using LiveFeed.Access.Authorization;
using LiveFeed.Publishing;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>What a client may do, by its newest credentials.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Session">By which it publishes.</param>
internal sealed record FeedStanding(Caller Caller, PublishSession Session);
