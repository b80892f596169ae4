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
            foreach (var presence in _rooms.Values.SelectMany(room => room.Members.Values).Where(one => one.IsIn))
            {
                (presence.IsLogged, presence.Seated) = (false, null);
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
            var now = _time.GetUtcNow();
            foreach (var (room, member) in leaving)
            {
                if (!RoomName.TryParse(room, out var name, out _))
                {
                    continue;
                }

                var gone = new Presence(new Room(name), member.UserId, number: 0) { Username = member.Username };
                var isForAll = await _shared.CountAsync(room) <= _options.AnnounceUpTo;
                var leave = MembershipEvents.Make(gone, member.MemberId, isJoin: false, isForAll, now);
                var outcome = await _sessions.OfService.PublishAllAsync([leave], answersFirst: false, cancellationToken);
                if (outcome.Refusal is not null)
                {
                    return; // the next turn tries again
                }
            }
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

    // The other nodes learn which connections the member has here.
    private async ValueTask SeatAsync(Presence presence)
    {
        if (_shared is null)
        {
            return;
        }

        string[] here;
        lock (_lock)
        {
            here = [.. presence.Connections.Select(client => client.MemberId)];
            if (!presence.IsLogged || _isStopping || presence.Seated?.SequenceEqual(here) == true)
            {
                return;
            }

            presence.Seated = here;
        }

        try
        {
            await _shared.SeatAsync(presence.Room.Name.Text, presence.UserId, here);
        }
        catch
        {
            lock (_lock)
            {
                presence.Seated = null;
            }

            throw;
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
