using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// The backplane of several nodes whose log is on Redis. While Redis is away, it is that of this node alone. Any thread.
/// </summary>
internal sealed class RedisBackplane : IBackplane, IDisposable
{
    private readonly LocalBackplane _here;
    private readonly HeldEvents _held;
    private readonly ToldEvents _told;
    private bool _isListening; // written by who beats

    public RedisBackplane(
        RedisServer server,
        ClusterNodes nodes,
        LocalBackplane here,
        IEventLog log,
        ClusterMetrics metrics,
        TimeProvider time,
        ILogger<RedisBackplane> logger)
    {
        _here = here;
        _held = new HeldEvents(log.ReachAsync, here.Send, metrics, time, logger);
        _told = new ToldEvents(server, nodes.Id, log, _held, metrics);
    }

    /// <summary>Hears the other nodes from now on. A second call does nothing.</summary>
    /// <exception cref="LogUnavailableException">Redis cannot be reached; call it again.</exception>
    internal async Task ListenAsync()
    {
        if (!_isListening)
        {
            await _told.ListenAsync();
            _isListening = true;
        }
    }

    public void Send(FeedEvent ephemeral)
    {
        _here.Send(ephemeral);
        _told.Tell(ephemeral);
    }

    public IAsyncEnumerable<ClientInfo> ListClientsAsync(CancellationToken cancellationToken) =>
        _here.ListClientsAsync(cancellationToken);

    public ValueTask<ClientInfo?> FindClientAsync(string id, CancellationToken cancellationToken) =>
        _here.FindClientAsync(id, cancellationToken);

    public ValueTask<int> CountFollowersAsync(TopicName topic, CancellationToken cancellationToken) =>
        _here.CountFollowersAsync(topic, cancellationToken);

    public ValueTask<bool> CloseClientAsync(string id, CloseReason reason, CancellationToken cancellationToken) =>
        _here.CloseClientAsync(id, reason, cancellationToken);

    public ValueTask<int> CloseUserAsync(string user, CloseReason reason, CancellationToken cancellationToken) =>
        _here.CloseUserAsync(user, reason, cancellationToken);

    public ValueTask<RenewedAccess> RenewAccessAsync(
        string id, AccessGrant newer, CancellationToken cancellationToken) =>
        _here.RenewAccessAsync(id, newer, cancellationToken);

    public ValueTask<ChangedSubscription> ChangeSubscriptionAsync(
        string id, SubscriptionChange change, int limit, CancellationToken cancellationToken) =>
        _here.ChangeSubscriptionAsync(id, change, limit, cancellationToken);

    public void Dispose() => _held.Dispose();
}
