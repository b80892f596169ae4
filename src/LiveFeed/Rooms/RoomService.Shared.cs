using LiveFeed.Clients;
using LiveFeed.Log.Memberships;

namespace LiveFeed.Rooms;

/// <summary>What several nodes share: the members of the others, and those of nodes that are gone.</summary>
internal sealed partial class RoomService
{
    /// <summary>
    /// The other nodes took this one for gone, or the store has lost who is in. All who are here join again; who still is
    /// in joins no second time.
    /// </summary>
    internal void JoinAgain()
    {
        var here = new List<Presence>();
        lock (_lock)
        {
            _rejoins++; // for joins and leaves that are on their way
            foreach (var presence in _rooms.Values.SelectMany(room => room.Members.Values).Where(one => one.IsIn))
            {
                (presence.IsLogged, presence.Seated) = (null, null);
                here.Add(presence);
            }
        }

        Settle(here);
    }

    /// <summary>Says that those leave who have no seat at any node. Whoever is back by then stays.</summary>
    internal async Task SayLeavesAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested && await _shared!.ListLeavingAsync() is { Count: > 0 } leaving)
        {
            List<Presence> gone = [.. leaving.Select(one => Gone(one.Room, one.Member)).OfType<Presence>()];
            if (gone.Count == 0 || (await Task.WhenAll(gone.Select(SettleOrRetryAsync))).Contains(false))
            {
                return; // the next turn looks again
            }
        }
    }

    /// <summary>
    /// Says that those leave who have a seat at this node and are not here: the store has lost their leaves.
    /// </summary>
    internal async Task SayLostLeavesAsync(CancellationToken cancellationToken)
    {
        await foreach (var (room, userId) in _shared!.ListSeatsAsync(cancellationToken))
        {
            // Who is not even in has left a seat behind: its leave takes that away.
            if (RoomName.TryParse(room, out var name, out _) && !IsKnown(name, userId) &&
                Gone(room, await _shared.FindAsync(room, userId) ?? NotIn(userId)) is { } gone)
            {
                await SettleOrRetryAsync(gone);
            }
        }
    }

    private static SharedMember NotIn(string userId) => new(userId, null, default, Join: 0, null, []);

    private bool IsKnown(RoomName name, string userId)
    {
        lock (_lock)
        {
            return _rooms.GetValueOrDefault(name)?.Members.ContainsKey(userId) == true;
        }
    }

    // Who is in as the store says, and whose leave this node says: whoever comes meanwhile waits for its turn, so that the
    // leave takes no seat from it. Null when it is here, or when its leave is on its way.
    private Presence? Gone(string room, SharedMember member)
    {
        lock (_lock)
        {
            if (!RoomName.TryParse(room, out var name, out _) || IsKnown(name, member.UserId))
            {
                return null;
            }

            var presence = PresenceOf(name, member.UserId);
            (presence.Username, presence.Since, presence.MemberId) = (member.Username, member.Since, member.MemberId);
            presence.IsLogged = true;
            return presence;
        }
    }

    // How many are in the room, when that matters: for an event that is to be made.
    private async ValueTask<int> CountAsync(Presence presence)
    {
        bool mustTell;
        int here;
        lock (_lock)
        {
            (mustTell, here) = (presence.IsIn != presence.IsLogged, presence.Room.Count);
        }

        return mustTell && _shared is not null ? await _shared.CountAsync(presence.Room.Name.Text) : here;
    }

    // Other nodes wait for connections that they have lost, or do not know it yet. Its leave is said, so nobody does.
    private async ValueTask GiveUpLostAsync(Presence presence)
    {
        FeedClient? client;
        lock (_lock)
        {
            client = presence is { IsIn: false, IsLogged: not false } ? presence.SaidLeave : null;
        }

        if (client is not null && _shared is not null)
        {
            await _shared.GiveUpLostAsync(
                presence.Room.Name.Text, presence.UserId, client.IsBack ? client.MemberId : null);
        }
    }

    // The other nodes learn which connections the member has here. False when the store says that it is not in: another
    // node has said its leave. Then it must join, unless it is away.
    private async ValueTask<bool> SeatAsync(Presence presence)
    {
        if (_shared is null || TakeSeats(presence) is not { } here)
        {
            return true;
        }

        try
        {
            if (await _shared.SeatAsync(presence.Room.Name.Text, presence.UserId, here))
            {
                return true;
            }
        }
        catch
        {
            lock (_lock)
            {
                presence.Seated = null;
            }

            throw;
        }

        lock (_lock)
        {
            (presence.IsLogged, presence.IsAway) = (false, false);
        }

        return false;
    }

    // Null when the other nodes know them.
    private string[]? TakeSeats(Presence presence)
    {
        lock (_lock)
        {
            string[] here = [.. presence.Connections.Select(client => client.MemberId)];
            if (presence.IsLogged != true || presence.Seated?.SequenceEqual(here) == true)
            {
                return null;
            }

            presence.Seated = here;
            return here;
        }
    }

    private static RoomMember Shown(SharedMember member) => new()
    {
        UserId = member.UserId,
        Username = member.Username,
        Since = member.Since,
        MemberIds = member.MemberIds,
    };

    private static async ValueTask<RoomMember?> FindSharedAsync(
        ISharedMembers shared, RoomName room, string userIdOrMemberId, CancellationToken cancellationToken)
    {
        if (await shared.FindAsync(room.Text, userIdOrMemberId) is { } user)
        {
            return user.MemberIds.Count > 0 ? Shown(user) : null;
        }

        await foreach (var member in shared.ListAsync(room.Text, cancellationToken))
        {
            if (member.MemberIds.Contains(userIdOrMemberId))
            {
                return Shown(member) with { MemberIds = [userIdOrMemberId] };
            }
        }

        return null;
    }

    private async ValueTask<RoomSnapshot> LookSharedAsync(
        ISharedMembers shared, RoomName room, long? through, CancellationToken cancellationToken)
    {
        var count = await shared.CountAsync(room.Text);
        return count > _options.AnnounceUpTo
            ? new RoomSnapshot(null, count)
            : new RoomSnapshot(await SortedSharedAsync(shared, room, through, cancellationToken), count);
    }

    private static ValueTask<List<RoomMember>> SortedSharedAsync(
        ISharedMembers shared, RoomName room, long? through, CancellationToken cancellationToken) =>
        shared.ListAsync(room.Text, cancellationToken)
            .Where(member => !(member.Join > through))
            .DistinctBy(member => member.UserId) // a walk may meet one twice
            .OrderBy(member => member.Join)
            .Select(Shown)
            .ToListAsync(cancellationToken);
}
