using System.Collections.Concurrent;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// The clients that poll, by id. And the ids of those that were ended and are not to come back. Any thread.
/// </summary>
internal sealed class PollClients
{
    // About a megabyte. Later ones push out the earliest, which may then come back as new clients.
    private const int MaxKicked = 10_000;

    private readonly ConcurrentDictionary<string, PollClient> _clients = new();
    private readonly Lock _lock = new();
    private readonly Queue<string> _kicked = new(); // guarded by _lock, like the next; the earliest first
    private readonly HashSet<string> _isKicked = [];

    internal void Add(PollClient client) => _clients[client.Client.Id] = client;

    internal void Remove(PollClient client) => _clients.TryRemove(client.Client.Id, out _);

    /// <summary>A client of this user. That of another user is not told from one that there is not.</summary>
    internal PollClient? Find(string id, string? user) =>
        _clients.TryGetValue(id, out var client) && client.Client.Subscription.User == user ? client : null;

    internal bool WasKicked(string id)
    {
        lock (_lock)
        {
            return _isKicked.Contains(id);
        }
    }

    internal void Kicked(string id)
    {
        lock (_lock)
        {
            if (_isKicked.Add(id))
            {
                _kicked.Enqueue(id);
            }

            if (_kicked.Count > MaxKicked)
            {
                _isKicked.Remove(_kicked.Dequeue());
            }
        }
    }
}
