namespace LiveFeed.Rooms;

/// <summary>The rooms that one connection is in. Guarded by the lock of <see cref="RoomService"/>.</summary>
internal sealed class RoomsOfClient
{
    internal List<Presence> Presences { get; } = new(1); // few, see RoomsOptions.PerClient

    internal Presence? In(RoomName room) => Presences.Find(presence => presence.Room.Name == room);
}
