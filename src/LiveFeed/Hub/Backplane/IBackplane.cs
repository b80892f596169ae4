using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Hub.Backplane;

/// <summary>
/// What the nodes of one service tell each other beside the log: events that the log does not keep, who is connected, and
/// commands to a client, whichever node it is connected to. A service of one node has a <see cref="LocalBackplane"/>. Any
/// thread.
/// </summary>
internal interface IBackplane
{
    /// <summary>
    /// Sends an event that the log does not keep to all its followers. It does not wait: a node that cannot be reached
    /// misses it.
    /// </summary>
    void Send(FeedEvent ephemeral);

    /// <summary>
    /// Lists the clients of all nodes, the longest connected of a node first. It reads them while the caller reads the list.
    /// </summary>
    IAsyncEnumerable<ClientInfo> ListClientsAsync(CancellationToken cancellationToken);

    /// <summary>Finds a client; null when no node has it.</summary>
    ValueTask<ClientInfo?> FindClientAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Counts the clients that follow each of these topics, in their order. It is one question to each node, so ask for a
    /// page of topics rather than for one.
    /// </summary>
    ValueTask<IReadOnlyList<int>> CountFollowersAsync(
        IReadOnlyList<TopicName> topics, CancellationToken cancellationToken);

    /// <summary>
    /// Those of the topics that clients of other nodes follow by their names. Null when a node that is alive gave no answer:
    /// ask again later.
    /// </summary>
    ValueTask<IReadOnlySet<string>?> FindFollowedElsewhereAsync(
        IReadOnlyList<string> topics, CancellationToken cancellationToken);

    /// <summary>Ends a client's stream, without waiting until it has ended; false when no node has the client.</summary>
    ValueTask<bool> CloseClientAsync(string id, CloseReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// Ends all streams of a user, without waiting until they have ended. Returns how many there are.
    /// </summary>
    ValueTask<int> CloseUserAsync(string user, CloseReason reason, CancellationToken cancellationToken);

    /// <summary>
    /// The stream of a client or a ticket was ended for good: no node lets it in again. It does not wait: a node that cannot
    /// be reached does not learn of it.
    /// </summary>
    void EndForGood(string id);

    /// <summary>Whether <see cref="EndForGood"/> was called at any node. The last 10,000 are known.</summary>
    bool HasEndedForGood(string id);

    /// <summary>Lets a client's stream go on with newer credentials, as <see cref="StreamAccess.Renew"/>.</summary>
    ValueTask<RenewedAccess> RenewAccessAsync(string id, AccessGrant newer, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the topics of a client, as <see cref="FeedHub.ChangeSubscription"/>, without waiting for the back-fill.
    /// </summary>
    ValueTask<ChangedSubscription> ChangeSubscriptionAsync(
        string id, SubscriptionChange change, int limit, CancellationToken cancellationToken);
}
