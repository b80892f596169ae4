using System.Collections.Concurrent;

namespace LiveFeed.Rooms;

/// <summary>
/// A room that has members, or has one that is about to leave. Changed under the lock of <see cref="RoomService"/>; any
/// thread may walk the members meanwhile.
/// </summary>
internal sealed class Room(RoomName name)
{
    internal RoomName Name => name;

    /// <summary>By user id.</summary>
    internal ConcurrentDictionary<string, Presence> Members { get; } = new(concurrencyLevel: 1, capacity: 3);

    /// <summary>How many <see cref="Members"/> there are: the dictionary would count them one by one.</summary>
    internal int Count { get; set; }
}
