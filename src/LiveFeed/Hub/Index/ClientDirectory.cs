using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Hub.Index;

/// <summary>The clients of one lane, to be found by all that an event can be addressed to. Any thread.</summary>
internal sealed class ClientDirectory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FeedClient> _byId = []; // guarded by _lock
    private readonly Dictionary<string, ClientSet> _byUser = []; // guarded by _lock
    private readonly TopicIndex _byTopic = new();

    internal ClientSet Everyone { get; } = new();

    internal void Add(FeedClient client)
    {
        lock (_lock)
        {
            _byId[client.Id] = client;
            if (client.Subscription.User is { } user)
            {
                if (!_byUser.TryGetValue(user, out var set))
                {
                    _byUser[user] = set = new ClientSet();
                }

                set.Add(client);
            }
        }

        Everyone.Add(client);
        _byTopic.Add(client);
    }

    internal void Remove(FeedClient client)
    {
        _byTopic.Remove(client);
        Everyone.Remove(client);
        lock (_lock)
        {
            _byId.Remove(client.Id);
            if (client.Subscription.User is { } user && _byUser[user].Remove(client))
            {
                _byUser.Remove(user);
            }
        }
    }

    internal FeedClient? Find(string id)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    internal ClientSet? FindUser(string user)
    {
        lock (_lock)
        {
            return _byUser.GetValueOrDefault(user);
        }
    }

    /// <summary>Adds the sets of clients that follow a topic. A client with several matching patterns is in several.</summary>
    internal void Collect(TopicName topic, List<ClientSet> found) => _byTopic.Collect(topic, found);

    /// <summary>How many clients follow a topic.</summary>
    internal int CountFollowers(TopicName topic) => _byTopic.CountFollowers(topic);
}
