using LiveFeed.Clients;

namespace LiveFeed.Rooms;

/// <summary>Which connection is in which room. The caller holds the lock.</summary>
internal sealed partial class RoomService
{
    private Presence PresenceOf(RoomName name, string userId)
    {
        if (!_rooms.TryGetValue(name, out var room))
        {
            _rooms[name] = room = new Room(name);
        }

        if (!room.Members.TryGetValue(userId, out var presence))
        {
            room.Members[userId] = presence = new Presence(room, userId, ++_joined);
            room.Count++;
        }

        return presence;
    }

    private bool IsOfToken(RoomName name, string userId) =>
        _rooms.GetValueOrDefault(name)?.Members.GetValueOrDefault(userId) is { IsOfToken: true };

    // The first connection with a token: who said to be this user without one is out.
    private void Claim(Presence presence)
    {
        if (!presence.IsOfToken)
        {
            presence.IsOfToken = true;
            foreach (var stranger in presence.Connections.ToArray())
            {
                Remove(stranger, presence);
            }
        }
    }

    private void Add(FeedClient client, Presence presence)
    {
        if (!_clients.TryGetValue(client, out var own))
        {
            _clients[client] = own = new RoomsOfClient();
        }

        if (presence.Connections.Add(client))
        {
            own.Presences.Add(presence);
        }

        (presence.MemberId, presence.SaidLeave) = (client.MemberId, null);
        if (presence.IsAway)
        {
            presence.IsAway = false;
            presence.AwayCount++;
        }
    }

    // A client that left meanwhile is out already.
    private void Remove(FeedClient client, Presence presence)
    {
        presence.Connections.Remove(client);
        presence.MemberId = client.MemberId;
        if (_clients.TryGetValue(client, out var own))
        {
            own.Presences.Remove(presence);
            if (own.Presences.Count == 0)
            {
                _clients.Remove(client);
            }
        }
    }

    private void Forget(Presence presence)
    {
        var room = presence.Room;
        if (room.Members.TryRemove(KeyValuePair.Create(presence.UserId, presence)) && --room.Count == 0)
        {
            _rooms.Remove(room.Name);
        }
    }

    // Its join is refused: it is out, unless it was in before. Takes the lock itself.
    private void Withdraw(FeedClient client, Presence presence, bool wasIn)
    {
        if (!wasIn)
        {
            lock (_lock)
            {
                Remove(client, presence);
            }
        }

        _ = SettleOrRetryAsync(presence);
    }
}
