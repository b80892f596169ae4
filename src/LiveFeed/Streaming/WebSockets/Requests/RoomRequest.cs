using LiveFeed.Rooms;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>What a message asks for in a room.</summary>
/// <param name="Id">As of every request.</param>
/// <param name="Room">The room; <c>general</c> when the message names none.</param>
internal abstract record RoomRequest(byte[]? Id, RoomName Room) : ClientRequest(Id)
{
    internal sealed record Join(byte[]? Id, RoomName Room, RoomUser User) : RoomRequest(Id, Room);

    internal sealed record Leave(byte[]? Id, RoomName Room) : RoomRequest(Id, Room);

    /// <param name="Id">As of every request.</param>
    /// <param name="Room">As of every request.</param>
    /// <param name="Data">The members that the sender gave, as one object.</param>
    /// <param name="Echo">The sender gets it, too.</param>
    internal sealed record Message(byte[]? Id, RoomName Room, byte[] Data, bool Echo) : RoomRequest(Id, Room);

    internal sealed record Typing(byte[]? Id, RoomName Room, byte[] Data) : RoomRequest(Id, Room);

    /// <param name="Id">As of every request.</param>
    /// <param name="Room">As of every request.</param>
    /// <param name="To">A user or a member of the room, by id.</param>
    /// <param name="Data">What to relay, as one object.</param>
    internal sealed record Signal(byte[]? Id, RoomName Room, string To, byte[] Data) : RoomRequest(Id, Room);
}
