using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Hub.Index;

/// <summary>The clients of one lane, found by everything that an event can be addressed to. Any thread.</summary>
internal sealed class ClientDirectory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FeedClient> _byId = []; // by client and member ids; guarded by _lock
    private readonly Dictionary<string, ClientSet> _byUser = []; // guarded by _lock
    private readonly TopicIndex _byTopic = new();

    internal ClientSet Everyone { get; } = new();

    /// <summary>As <see cref="TopicIndex.ExactChanged"/>.</summary>
    internal event Action<string>? ExactChanged
    {
        add => _byTopic.ExactChanged += value;
        remove => _byTopic.ExactChanged -= value;
    }

    /// <summary>Whether a client follows a topic by its name, and not by a pattern.</summary>
    internal bool IsFollowedExactly(string topic) => _byTopic.IsFollowedExactly(topic);

    internal void Add(FeedClient client)
    {
        lock (_lock)
        {
            _byId[client.Id] = _byId[client.MemberId] = client;
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
        _byTopic.Add(client, client.Subscription.Topics);
    }

    internal void Remove(FeedClient client)
    {
        _byTopic.Remove(client, client.Subscription.Topics);
        Everyone.Remove(client);
        lock (_lock)
        {
            _byId.Remove(client.Id);
            _byId.Remove(client.MemberId);
            if (client.Subscription.User is { } user && _byUser[user].Remove(client))
            {
                _byUser.Remove(user);
            }
        }
    }

    /// <summary>The client follows these topics too. Called by the task that adds and removes it.</summary>
    internal void Follow(FeedClient client, ImmutableArray<TopicPattern> topics) => _byTopic.Add(client, topics);

    /// <summary>The client no longer follows these topics. Called by the task that adds and removes it.</summary>
    internal void Unfollow(FeedClient client, ImmutableArray<TopicPattern> topics) => _byTopic.Remove(client, topics);

    /// <param name="id">A client id or a member id.</param>
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

    /// <summary>
    /// Adds the sets of clients that follow a topic. A client with several matching patterns is in several.
    /// </summary>
    internal void Collect(TopicName topic, List<ClientSet> found) => _byTopic.Collect(topic, found);

    /// <summary>How many clients follow a topic.</summary>
    internal int CountFollowers(TopicName topic) => _byTopic.CountFollowers(topic);
}
