using LiveFeed.Clients;

namespace LiveFeed.Rooms;

/// <summary>
/// A user in one room, from its first connection until its leave is in the log. All fields but <see cref="Turn"/> are
/// guarded by the lock of <see cref="RoomService"/>. The log says that the user is in (<see cref="IsLogged"/>) or not; the
/// connections say whether it should (<see cref="IsIn"/>). Whoever has the <see cref="Turn"/> brings the log to what should
/// be, one event after another. So joins and leaves alternate, whatever happens meanwhile.
/// </summary>
internal sealed class Presence(Room room, string userId, long number)
{
    internal Room Room => room;

    internal string UserId => userId;

    /// <summary>Counts who joined, so that the longest in the room comes first.</summary>
    internal long Number => number;

    internal string? Username { get; set; }

    /// <summary>A token has said who it is: nobody without one is this user.</summary>
    internal bool IsOfToken { get; set; }

    internal DateTimeOffset Since { get; set; }

    internal HashSet<FeedClient> Connections { get; } = [];

    /// <summary>The last connection is lost, and may come back.</summary>
    internal bool IsAway { get; set; }

    /// <summary>
    /// The last connection here, when it said that it leaves: connections that other nodes have lost do not keep it in.
    /// </summary>
    internal FeedClient? SaidLeave { get; set; }

    /// <summary>Changes whenever it goes away or is back: a moment to leave that was noted before counts no more.</summary>
    internal int AwayCount { get; set; }

    /// <summary>The log did not take an event, and a moment to try again is noted.</summary>
    internal bool IsRetried { get; set; }

    /// <summary>The member id that its next event has: of the connection that came or went last.</summary>
    internal string? MemberId { get; set; }

    /// <summary>
    /// A join is in the log, and no leave after it. Null when the log may have lost the last of these: then what should be
    /// is said once more, which the store takes only if it lacks that.
    /// </summary>
    internal bool? IsLogged { get; set; } = false;

    /// <summary>Its connections, as the other nodes were told; null when they were not.</summary>
    internal IReadOnlyList<string>? Seated { get; set; }

    /// <summary>The sequence of that join; 0 when it is of an earlier run.</summary>
    internal long Sequence { get; set; }

    internal bool IsIn => Connections.Count > 0 || IsAway;

    /// <summary>Held while its events are appended.</summary>
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    internal RoomMember Shown => new()
    {
        UserId = userId,
        Username = Username,
        Since = Since,
        MemberIds = [.. Connections.Select(client => client.MemberId)],
    };
}
