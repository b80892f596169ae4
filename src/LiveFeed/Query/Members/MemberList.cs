using LiveFeed.Rooms;

namespace LiveFeed.Query.Members;

/// <summary>The answer of <c>GET /members</c>.</summary>
/// <param name="Members">Who is in the room, the longest in it first. Above 1,000 members they have no order.</param>
/// <param name="Position">
/// The joins and leaves after it are news: follow <c>rooms/{room}/members</c> from here on. One of them may be in the list
/// already.
/// </param>
// This type only describes the JSON: its members are written one by one.
public sealed record MemberList(IReadOnlyList<RoomMember> Members, string Position);
