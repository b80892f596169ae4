using LiveFeed.Events;
using LiveFeed.Events.Rooms;

namespace LiveFeed.Log.Memberships;

/// <summary>
/// Who is in which room by the joins and leaves of a log, whatever retention has removed of them. For a log that has nothing
/// better. The log guards it.
/// </summary>
internal sealed class OpenMemberships
{
    private readonly Dictionary<(string Room, string UserId), Membership> _open = [];

    internal Membership[] All => [.. _open.Values];

    /// <summary>An event was stored.</summary>
    internal void Apply(FeedEvent e)
    {
        if (MembershipChange.Read(e) is not { } change)
        {
            return;
        }

        if (change.IsJoin)
        {
            _open[(change.Of.Room, change.Of.UserId)] = change.Of;
        }
        else
        {
            _open.Remove((change.Of.Room, change.Of.UserId));
        }
    }
}
