using System.Collections.Frozen;
using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Hub.Backplane;

/// <summary>The backplane of a service of one node: every client is a client of its hub.</summary>
internal sealed class LocalBackplane(FeedHub hub) : IBackplane
{
    private readonly EndedStreams _ended = new();

    public void Send(FeedEvent ephemeral) => hub.Send(ephemeral);

    public IAsyncEnumerable<ClientInfo> ListClientsAsync(CancellationToken cancellationToken) =>
        ClientPages.Of(hub).Select(ClientInfo.Of).ToAsyncEnumerable();

    public ValueTask<ClientInfo?> FindClientAsync(string id, CancellationToken cancellationToken) =>
        ValueTask.FromResult(hub.Find(id) is { } client ? ClientInfo.Of(client) : null);

    public ValueTask<IReadOnlyList<int>> CountFollowersAsync(
        IReadOnlyList<TopicName> topics, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<int>>([.. topics.Select(hub.CountFollowers)]);

    public ValueTask<IReadOnlySet<string>?> FindFollowedElsewhereAsync(
        IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<string>?>(FrozenSet<string>.Empty);

    /// <summary>Those of the topics that clients of this node follow by their names.</summary>
    internal IReadOnlyList<string> FindFollowed(IReadOnlyList<string> topics) =>
        [.. topics.Where(topic => hub.Lanes.Any(lane => lane.Clients.IsFollowedExactly(topic)))];

    public ValueTask<bool> CloseClientAsync(string id, CloseReason reason, CancellationToken cancellationToken)
    {
        var client = hub.Find(id);
        client?.Close(reason);
        return ValueTask.FromResult(client is not null);
    }

    public ValueTask<int> CloseUserAsync(string user, CloseReason reason, CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var client in hub.Everyone.Snapshot())
        {
            if (client.Subscription.User == user && client.Closing is null)
            {
                client.Close(reason);
                ended++;
            }
        }

        return ValueTask.FromResult(ended);
    }

    public void EndForGood(string id) => _ended.Add(id);

    public bool HasEndedForGood(string id) => _ended.Contains(id);

    public ValueTask<RenewedAccess> RenewAccessAsync(
        string id, AccessGrant newer, CancellationToken cancellationToken) => ValueTask.FromResult(
        hub.Find(id) is { } client ? client.Access.Renew(newer, client.Changes.Asked) : RenewedAccess.Left);

    public ValueTask<ChangedSubscription> ChangeSubscriptionAsync(
        string id, SubscriptionChange change, int limit, CancellationToken cancellationToken)
    {
        if (hub.Find(id) is not { } client)
        {
            return ValueTask.FromResult(ChangedSubscription.Left);
        }

        var outcome = hub.ChangeSubscription(client, change.Additions, change.Removals, limit);
        return ValueTask.FromResult(new ChangedSubscription(outcome, [.. client.Changes.Asked.Select(topic => topic.Text)]));
    }
}
