using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Clients.Renewing;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub.Index;
using LiveFeed.Log;
using LiveFeed.Memory;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Hub;

/// <summary>
/// All connected clients. Transports join and leave clients here; one of the hub's lanes serves each. Any thread.
/// </summary>
internal sealed partial class FeedHub : IDisposable
{
    private readonly IEventLog _log;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly LiveFeedMetrics _metrics;
    private readonly EncodingFaults _encoding;
    private readonly DeliveryMemory _held;
    private readonly Eviction _eviction;
    private long _joined; // by Interlocked

    public FeedHub(
        IEventLog log,
        IOptions<DeliveryOptions> options,
        TimeProvider time,
        LiveFeedMetrics metrics,
        ILogger<FeedHub> logger,
        MemoryBudget? budget = null,
        IOptions<LogOptions>? retention = null)
    {
        _held = new DeliveryMemory(budget ?? new MemoryBudget(long.MaxValue));
        _eviction = new Eviction(Everyone, _held, time);
        (_log, _options, _time, _metrics) = (log, options.Value, time, metrics);
        _encoding = new EncodingFaults(metrics, logger, time);
        var lanes = _options.Lanes == 0 ? Environment.ProcessorCount : _options.Lanes;
        var mostUntold = Math.Max(1, (retention?.Value.MaxEvents ?? long.MaxValue) / 4);
        Lanes = [.. Enumerable.Range(0, lanes).Select(_ => new Lane(log, _options, mostUntold, time, metrics, logger))];
    }

    /// <summary>
    /// A client joined, or left for the given reason. Raised on its transport's task; must not block or throw.
    /// </summary>
    internal event Action<FeedClient, DisconnectReason?>? Changed;

    internal ImmutableArray<Lane> Lanes { get; }

    internal ClientSet Everyone { get; } = new();

    /// <summary>How many clients have ever joined: the <see cref="FeedClient.Number"/> of the last one.</summary>
    internal long Joined => Interlocked.Read(ref _joined);

    /// <summary>How many events the slowest client is behind.</summary>
    internal long MaxLag => Most(client => client.Lag);

    /// <summary>The longest queue of a client, in events.</summary>
    internal long MaxQueued => Most(client => client.Queued);

    /// <summary>
    /// Makes a client. It misses nothing from its first moment. Its transport must end it by <see cref="Leave"/>.
    /// </summary>
    internal async ValueTask<FeedClient> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _joined);
        var client = new FeedClient(request.ForNewClient(), request.Transport, _log, _options.QueueLength, _time, _held)
        {
            Number = number,
            Index = LaneOf(number),
            Access = new StreamAccess(request.Access),
            IsPolled = request.IsPolled,
            IsBack = request.MemberId is not null,
        };
        SetWindow(client, request.Window);
        Register(client);
        _metrics.Connected(client.Transport);
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

    /// <summary>
    /// Changes a client's topics while it is connected. What it missed of the additions is back-filled; then it is told that
    /// they are complete (<see cref="SubscribedFrame"/>). Removals are made first. All of it is accepted or nothing.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="additions">
    /// Topics to follow. Of those that it follows already, only what the client has not had is back-filled.
    /// </param>
    /// <param name="removals">Patterns that it follows no longer.</param>
    /// <param name="limit">How many topics it may follow.</param>
    /// <param name="done">
    /// Set to true when the client is told that the additions are complete; to false when it leaves before.
    /// </param>
    internal SubscribeOutcome ChangeSubscription(
        FeedClient client,
        IReadOnlyList<SubscriptionAddition> additions,
        IReadOnlyList<TopicPattern> removals,
        int limit = int.MaxValue,
        TaskCompletionSource<bool>? done = null)
    {
        // The earliest first, so that a topic that two additions cover gets all that was asked for it.
        var epochs = _log.Epochs;
        var outcome = client.AskFor([.. additions.OrderBy(one => StartOf(one, epochs))], removals, limit, done);
        client.Nudge();
        return outcome;
    }

    /// <summary>From now on max one write to the client in this time; null for the hub's window.</summary>
    internal void SetWindow(FeedClient client, TimeSpan? window) => client.Pace(window, window > _options.FlushWindow);

    /// <summary>Offers an event that the log does not keep to the clients that have joined by now.</summary>
    internal void Send(FeedEvent ephemeral)
    {
        var frame = new EventFrame(ephemeral, position: null);
        var (joined, head) = (Joined, _log.Head);
        foreach (var lane in Lanes)
        {
            lane.Send(frame, joined, head);
        }
    }

    internal void Leave(FeedClient client, DisconnectReason reason)
    {
        Unregister(client, reason);
        Changed?.Invoke(client, reason);
    }

    /// <summary>The name under which <c>livefeed.clients.disconnected</c> counts it.</summary>
    internal static string NameOf(DisconnectReason reason) => reason.ToString().ToLowerInvariant();

    /// <summary>
    /// Finds a client by its client id. Whoever has that id may end and change the client, so its public member id does not
    /// find it here.
    /// </summary>
    internal FeedClient? Find(string id) =>
        Lanes.Select(lane => lane.Clients.Find(id)).FirstOrDefault(client => client?.Id == id);

    /// <summary>Finds a client by its public member id.</summary>
    internal FeedClient? FindMember(string memberId) =>
        Lanes.Select(lane => lane.Clients.Find(memberId)).FirstOrDefault(client => client?.MemberId == memberId);

    /// <summary>How many clients follow a topic.</summary>
    internal int CountFollowers(TopicName topic)
    {
        var count = 0;
        foreach (var lane in Lanes)
        {
            count += lane.Clients.CountFollowers(topic);
        }

        return count;
    }

    public void Dispose()
    {
        _encoding.Dispose();
        _eviction.Dispose();
        foreach (var lane in Lanes)
        {
            lane.Dispose();
        }
    }

    // After a position of another epoch come all retained events.
    private static long StartOf(SubscriptionAddition addition, LogEpochs epochs) =>
        addition.After is { } after ? epochs.SequenceOf(after) ?? epochs.Base : long.MaxValue;

    private long Most(Func<FeedClient, long> figure) => Everyone.Snapshot().Select(figure).DefaultIfEmpty().Max();

    private Lane LaneOf(long number) => Lanes[(int)(number % Lanes.Length)];

    private void Register(FeedClient client)
    {
        Everyone.Add(client);
        LaneOf(client.Number).Clients.Add(client);
        EndIfClosing(client);
    }

    private void Unregister(FeedClient client, DisconnectReason reason)
    {
        LaneOf(client.Number).Clients.Remove(client);
        Everyone.Remove(client);
        client.LetGoOfAll();
        _metrics.Disconnected(client.Transport, NameOf(reason));
    }
}
