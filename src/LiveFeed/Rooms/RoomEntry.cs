using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Rooms;

/// <summary>The answer of a join.</summary>
/// <param name="Refusal">Why it may not join; null when it is in.</param>
/// <param name="Join">The newcomer's own join, for the newcomer.</param>
/// <param name="After">The room's events after this position are news to it.</param>
internal sealed record RoomEntry(Refusal? Refusal, FeedEvent? Join, Position After)
{
    /// <summary>The user was not in: the log has the join, and everyone is told.</summary>
    internal bool IsNew { get; init; }
}
