using System.Collections.Concurrent;
using LiveFeed.Hub.Backplane;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// The clients that poll, by id. And the ids of those that were ended and are not to come back, at any node. Any thread.
/// </summary>
internal sealed class PollClients(IBackplane backplane)
{
    private readonly ConcurrentDictionary<string, PollClient> _clients = new();

    internal void Add(PollClient client) => _clients[client.Client.Id] = client;

    internal void Remove(PollClient client) => _clients.TryRemove(client.Client.Id, out _);

    /// <summary>A client of this user. That of another user is not told from one that there is not.</summary>
    internal PollClient? Find(string id, string? user) =>
        _clients.TryGetValue(id, out var client) && client.Client.Subscription.User == user ? client : null;

    internal bool WasKicked(string id) => backplane.HasEndedForGood(id);

    internal void Kicked(string id) => backplane.EndForGood(id);
}
