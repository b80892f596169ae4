using LiveFeed.Access.Authorization;
using LiveFeed.Publishing;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>What a client may do, by its newest credentials.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Session">By which it publishes.</param>
/// <param name="Rooms">What it does in rooms.</param>
internal sealed record ClientStanding(Caller Caller, PublishSession Session, RoomRequestHandler Rooms);
