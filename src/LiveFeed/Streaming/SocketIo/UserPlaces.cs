using LiveFeed.Access.Limits;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// The users of one connection, known by the <c>auth</c> of its namespaces only. It counts once among the connections of
/// each, while it is in a namespace as that user. Not thread-safe.
/// </summary>
/// <param name="limiter">Counts the connections of a user.</param>
internal sealed class UserPlaces(ConnectionLimiter limiter)
{
    private readonly Dictionary<string, (ConnectionLease Place, int Sockets)> _users = [];

    /// <summary>A socket of this user joins.</summary>
    /// <returns>Why it may not.</returns>
    internal ConnectionRefusal? Enter(string user)
    {
        if (_users.TryGetValue(user, out var held))
        {
            _users[user] = held with { Sockets = held.Sockets + 1 };
            return null;
        }

        var (place, refusal) = limiter.EnterUser(SocketIoApplication.Transport, user);
        if (place is not null)
        {
            _users.Add(user, (place, 1));
        }

        return refusal;
    }

    /// <summary>A socket that had joined has ended.</summary>
    internal void Leave(string? user)
    {
        if (user is null || !_users.TryGetValue(user, out var held))
        {
            return;
        }

        if (held.Sockets > 1)
        {
            _users[user] = held with { Sockets = held.Sockets - 1 };
            return;
        }

        _users.Remove(user);
        held.Place.Dispose();
    }
}
