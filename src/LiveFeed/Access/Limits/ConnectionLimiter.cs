using System.Net;
using System.Runtime.InteropServices;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Limits;

/// <summary>
/// Lets clients of every transport in while places are free: of all, of their user and of their address. Check and take are
/// one step, so simultaneous joins never pass a limit. Any thread.
/// </summary>
internal sealed class ConnectionLimiter(
    IOptions<LimitsOptions> options, ServiceStop stop, LiveFeedMetrics metrics)
{
    private readonly LimitsOptions _limits = options.Value;
    private readonly Lock _lock = new();

    // Open connections per user and per network, without zeros. Guarded by _lock; empty while the limit is off.
    private readonly Dictionary<string, int> _byUser = [];
    private readonly Dictionary<IPAddress, int> _byNetwork = [];
    private int _count; // guarded by _lock

    /// <summary>Places that are taken.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <returns>A place, or the refusal, which is counted by transport.</returns>
    internal (ConnectionLease? Place, ConnectionRefusal? Refusal) Enter(string transport, Sender sender)
    {
        var refusal = stop.HasBegun ? ConnectionRefusal.Shutdown : Take(sender);
        if (refusal is null)
        {
            return (new ConnectionLease(this, sender), null);
        }

        return Refuse(transport, refusal);
    }

    /// <summary>
    /// Gives a connection, which has its place among all, one among those of a user that is known only now.
    /// </summary>
    internal (ConnectionLease? Place, ConnectionRefusal? Refusal) EnterUser(string transport, string user)
    {
        lock (_lock)
        {
            if (!IsFull(_byUser, user, _limits.ConnectionsPerUser))
            {
                Increment(_byUser, user, _limits.ConnectionsPerUser);
                return (new ConnectionLease(this, new Sender(user, Key: null, Network: null), isOfUser: true), null);
            }
        }

        return Refuse(transport, ConnectionRefusal.FullUser);
    }

    /// <summary>Refuses a client for a reason of its own, and counts that.</summary>
    internal (ConnectionLease? Place, ConnectionRefusal? Refusal) Refuse(string transport, ConnectionRefusal refusal)
    {
        Refused(transport, refusal);
        return (null, refusal);
    }

    /// <summary>Counts a client that is refused, or that was let in but cannot be served.</summary>
    internal void Refused(string transport, ConnectionRefusal refusal) => metrics.ClientRejected(transport, refusal.Name);

    internal void Leave(Sender sender)
    {
        lock (_lock)
        {
            _count--;
            Decrement(_byUser, sender.User);
            Decrement(_byNetwork, sender.Network);
        }
    }

    internal void LeaveUser(Sender sender)
    {
        lock (_lock)
        {
            Decrement(_byUser, sender.User);
        }
    }

    private ConnectionRefusal? Take(Sender sender)
    {
        lock (_lock)
        {
            if (_count >= _limits.Connections)
            {
                return ConnectionRefusal.Full;
            }

            if (IsFull(_byUser, sender.User, _limits.ConnectionsPerUser))
            {
                return ConnectionRefusal.FullUser;
            }

            if (IsFull(_byNetwork, sender.Network, _limits.ConnectionsPerAddress))
            {
                return ConnectionRefusal.FullAddress;
            }

            _count++;
            Increment(_byUser, sender.User, _limits.ConnectionsPerUser);
            Increment(_byNetwork, sender.Network, _limits.ConnectionsPerAddress);
            return null;
        }
    }

    private static bool IsFull<TKey>(Dictionary<TKey, int> counts, TKey? key, int most)
        where TKey : class => most > 0 && key is not null && counts.GetValueOrDefault(key) >= most;

    private static void Increment<TKey>(Dictionary<TKey, int> counts, TKey? key, int most)
        where TKey : class
    {
        if (most > 0 && key is not null)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
        }
    }

    private static void Decrement<TKey>(Dictionary<TKey, int> counts, TKey? key)
        where TKey : class
    {
        if (key is not null && counts.TryGetValue(key, out var count) && count > 1)
        {
            counts[key] = count - 1;
        }
        else if (key is not null)
        {
            counts.Remove(key); // a count of zero takes no memory
        }
    }
}
