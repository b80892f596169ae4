using System.Security.Cryptography;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hub;

/// <summary>
/// Everyone who is connected. Transports join and leave clients here; the <see cref="FanOut"/> finds here who is to have an
/// event. Any thread.
/// </summary>
internal sealed class FeedHub(
    IEventLog log, IOptions<DeliveryOptions> options, TimeProvider time, LiveFeedMetrics metrics)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FeedClient> _byId = []; // guarded by _lock
    private readonly Dictionary<string, ClientSet> _byUser = []; // guarded by _lock
    private long _joined; // by Interlocked
    private CloseReason? _closing; // guarded by _lock; set when everyone is to leave

    /// <summary>A client joined or left (then with why). Raised on its transport's task; must not block or throw.</summary>
    internal event Action<FeedClient, DisconnectReason?>? Changed;

    internal TopicIndex Topics { get; } = new();

    internal ClientSet Everyone { get; } = new();

    /// <summary>How many clients have ever joined, which is the <see cref="FeedClient.Number"/> of the last.</summary>
    internal long Joined => Interlocked.Read(ref _joined);

    /// <summary>How many events the slowest client is behind.</summary>
    internal long MaxLag => Everyone.Snapshot().Select(client => client.Lag).DefaultIfEmpty().Max();

    /// <summary>Makes a client, which from its first moment misses nothing. Its transport must end it by <see cref="Leave"/>.</summary>
    internal async ValueTask<FeedClient> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        var subscription = new Subscription { Topics = [.. request.Topics.Distinct()], ClientId = NewId(), User = request.User };
        var client = new FeedClient(subscription, request.Transport, log, options.Value.QueueLength, time)
        {
            Number = Interlocked.Increment(ref _joined),
        };
        Register(client);
        metrics.Connected(client.Transport);
        try
        {
            await client.StartAsync(request.After, request.Last, cancellationToken);
        }
        catch
        {
            Unregister(client, DisconnectReason.Gone);
            throw;
        }

        Changed?.Invoke(client, null);
        return client;
    }

    internal void Leave(FeedClient client, DisconnectReason reason)
    {
        Unregister(client, reason);
        Changed?.Invoke(client, reason);
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

    /// <summary>Ends every stream, also those of clients that join from now on.</summary>
    internal void CloseAll(CloseReason reason)
    {
        lock (_lock)
        {
            _closing = reason;
        }

        foreach (var client in Everyone.Snapshot())
        {
            client.Close(reason);
        }
    }

    /// <summary>Not to be guessed, short in an address bar: 60 random bits.</summary>
    private static string NewId() => $"c-{RandomNumberGenerator.GetHexString(15, lowercase: true)}";

    private void Register(FeedClient client)
    {
        CloseReason? closing;
        lock (_lock)
        {
            closing = _closing;
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
        Topics.Add(client);
        if (closing is { } reason)
        {
            client.Close(reason);
        }
    }
    private void Unregister(FeedClient client, DisconnectReason reason)
    {
        Topics.Remove(client);
        Everyone.Remove(client);
        lock (_lock)
        {
            _byId.Remove(client.Id);
            if (client.Subscription.User is { } user && _byUser[user].Remove(client))
            {
                _byUser.Remove(user);
            }
        }

        metrics.Disconnected(client.Transport, reason.ToString().ToLowerInvariant());
    }
}
