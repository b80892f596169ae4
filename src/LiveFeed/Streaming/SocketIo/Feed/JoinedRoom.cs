using LiveFeed.Events;
using LiveFeed.Rooms;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>A room that a client is in.</summary>
/// <param name="Room">The room.</param>
/// <param name="After">Its events after this position are the client's.</param>
internal readonly record struct JoinedRoom(RoomName Room, Position After);
