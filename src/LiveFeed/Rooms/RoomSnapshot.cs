namespace LiveFeed.Rooms;

/// <summary>Who is in a room.</summary>
/// <param name="Members">The longest in it first; null above <see cref="RoomsOptions.AnnounceUpTo"/>.</param>
/// <param name="Count">How many they are.</param>
internal sealed record RoomSnapshot(IReadOnlyList<RoomMember>? Members, int Count);
