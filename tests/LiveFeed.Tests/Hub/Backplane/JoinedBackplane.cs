using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub;
using LiveFeed.Hub.Backplane;

namespace LiveFeed.Tests.Hub.Backplane;

/// <summary>A backplane of several nodes in one process. A node asks the others what it cannot answer by itself.</summary>
/// <param name="nodes">All nodes, this one too; each enters itself when its service is made.</param>
internal sealed class JoinedBackplane(List<LocalBackplane> nodes) : IBackplane
{
    /// <summary>One node more, that gives no answer to who asks for followers.</summary>
    internal bool HasMute { get; set; }

    internal static JoinedBackplane Enter(FeedHub hub, List<LocalBackplane> nodes)
    {
        nodes.Add(new LocalBackplane(hub));
        return new JoinedBackplane(nodes);
    }

    public void Send(FeedEvent ephemeral) => nodes.ForEach(node => node.Send(ephemeral));

    public IAsyncEnumerable<ClientInfo> ListClientsAsync(CancellationToken cancellationToken) =>
        nodes.ToAsyncEnumerable().SelectMany(node => node.ListClientsAsync(cancellationToken));

    public ValueTask<ClientInfo?> FindClientAsync(string id, CancellationToken cancellationToken) =>
        ListClientsAsync(cancellationToken).FirstOrDefaultAsync(client => client.ClientId == id, cancellationToken);

    public async ValueTask<IReadOnlyList<int>> CountFollowersAsync(
        IReadOnlyList<TopicName> topics, CancellationToken cancellationToken)
    {
        var counts = new int[topics.Count];
        foreach (var node in nodes)
        {
            counts = [.. counts.Zip(await node.CountFollowersAsync(topics, cancellationToken), (a, b) => a + b)];
        }

        return counts;
    }

    public ValueTask<IReadOnlySet<string>?> FindFollowedElsewhereAsync(
        IReadOnlyList<string> topics, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlySet<string>?>(
            HasMute ? null : nodes.SelectMany(node => node.FindFollowed(topics)).ToHashSet());

    public async ValueTask<bool> CloseClientAsync(string id, CloseReason reason, CancellationToken cancellationToken)
    {
        var isFound = false;
        foreach (var node in nodes)
        {
            isFound |= await node.CloseClientAsync(id, reason, cancellationToken);
        }

        return isFound;
    }

    public async ValueTask<int> CloseUserAsync(string user, CloseReason reason, CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var node in nodes)
        {
            ended += await node.CloseUserAsync(user, reason, cancellationToken);
        }

        return ended;
    }

    public void EndForGood(string id) => nodes.ForEach(node => node.EndForGood(id));

    public bool HasEndedForGood(string id) => nodes.Exists(node => node.HasEndedForGood(id));

    public async ValueTask<RenewedAccess> RenewAccessAsync(
        string id, AccessGrant newer, CancellationToken cancellationToken)
    {
        foreach (var node in nodes)
        {
            var renewed = await node.RenewAccessAsync(id, newer, cancellationToken);
            if (renewed.Outcome != RenewalOutcome.Left)
            {
                return renewed;
            }
        }

        return RenewedAccess.Left;
    }

    public async ValueTask<ChangedSubscription> ChangeSubscriptionAsync(
        string id, SubscriptionChange change, int limit, CancellationToken cancellationToken)
    {
        foreach (var node in nodes)
        {
            var changed = await node.ChangeSubscriptionAsync(id, change, limit, cancellationToken);
            if (changed.Outcome != SubscribeOutcome.Left)
            {
                return changed;
            }
        }

        return ChangedSubscription.Left;
    }
}
