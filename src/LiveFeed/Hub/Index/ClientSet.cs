using LiveFeed.Clients;

namespace LiveFeed.Hub.Index;

/// <summary>
/// Clients that share something. Joining and leaving take constant time. The first fan-out after a change makes a new array,
/// so a thousand joins between two events cost one copy.
/// </summary>
internal sealed class ClientSet
{
    private readonly Lock _lock = new();
    private readonly HashSet<FeedClient> _clients = []; // guarded by _lock
    private FeedClient[]? _snapshot = []; // guarded by _lock; null after a change

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _clients.Count;
            }
        }
    }

    internal void Add(FeedClient client)
    {
        lock (_lock)
        {
            _clients.Add(client);
            _snapshot = null;
        }
    }

    /// <returns>Whether the set is empty now.</returns>
    internal bool Remove(FeedClient client)
    {
        lock (_lock)
        {
            _clients.Remove(client);
            _snapshot = null;
            return _clients.Count == 0;
        }
    }

    /// <summary>The clients at this moment; never changed afterwards.</summary>
    internal FeedClient[] Snapshot()
    {
        lock (_lock)
        {
            return _snapshot ??= [.. _clients];
        }
    }
}
