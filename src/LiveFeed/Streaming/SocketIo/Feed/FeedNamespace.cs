using System.Collections.Frozen;
using LiveFeed.Rooms;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>A namespace whose clients are in the feed's rooms and may subscribe and publish.</summary>
internal sealed class FeedNamespace
{
    private readonly string _rooms;

    /// <param name="name">With its slash.</param>
    /// <param name="relay">As of <see cref="FeedForm"/>.</param>
    /// <param name="hasOffsets">As of <see cref="FeedForm"/>.</param>
    /// <param name="isFeed">False: its clients only get what its handlers emit, and what is sent to all.</param>
    internal FeedNamespace(string name, FrozenSet<string> relay, bool hasOffsets, bool isFeed)
    {
        (Name, IsFeed) = (name, isFeed);
        Form = new FeedForm(name, relay, hasOffsets);
        _rooms = name == "/" ? "" : $"{name[1..].Replace('/', '.')}.";
    }

    internal string Name { get; }

    internal bool IsFeed { get; }

    internal FeedForm Form { get; }

    /// <summary>
    /// The room that its clients mean: of that name in <c>/</c>, of <c>{namespace}.{name}</c> in the others.
    /// </summary>
    internal bool TryRoom(string? name, out RoomName room, out string error) =>
        RoomName.TryParse(_rooms.Length == 0 ? name : $"{_rooms}{name ?? RoomName.General.Text}", out room, out error);

    /// <summary>The name that its clients have for a room.</summary>
    internal string NameOf(RoomName room) => room.Text[_rooms.Length..];
}
