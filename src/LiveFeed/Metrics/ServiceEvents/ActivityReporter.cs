using System.Threading.Channels;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Publishing;

namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>
/// Tells that the service started and who joined or left. The hub's transports only put a change into a bounded channel and
/// go on; the publisher takes them out once a turn. What found the channel full is only counted, and then one summary
/// stands for all of that turn: a thousand clients that reconnect at once are one event, not a thousand more to deliver.
/// </summary>
internal sealed class ActivityReporter(FeedHub hub) : IDisposable
{
    /// <summary>Single joins and leaves a turn, at most: as many as somebody can read.</summary>
    internal const int MaxSingle = 20;

    private static readonly TopicName Service = TopicName.Parse("system/service");
    private static readonly TopicName Clients = TopicName.Parse("system/clients");

    private readonly Channel<ClientChange> _changes = Channel.CreateBounded<ClientChange>(
        new BoundedChannelOptions(MaxSingle) { SingleReader = true });

    private readonly List<ClientChange> _taken = new(MaxSingle); // the publisher's task only, as the next
    private bool _toldStart;
    private long _joinsDropped; // by Interlocked, as the next
    private long _leavesDropped;

    /// <summary>Takes note of joins and leaves from now on.</summary>
    internal void Listen() => hub.Changed += Note;

    /// <summary>Adds the events of what happened since the last call. The publisher's task only.</summary>
    internal void Report(List<FeedEvent> notices, DateTimeOffset now)
    {
        if (!_toldStart)
        {
            _toldStart = true;
            var started = new ServiceStarted(Version(), Environment.ProcessId, Environment.MachineName);
            notices.Add(
                ServiceEvent.Make(Service, "service.started", started, ServiceEventJson.Default.ServiceStarted, now));
        }

        _taken.Clear();
        while (_taken.Count < MaxSingle && _changes.Reader.TryRead(out var change))
        {
            _taken.Add(change);
        }

        var (joins, leaves) = (Interlocked.Exchange(ref _joinsDropped, 0), Interlocked.Exchange(ref _leavesDropped, 0));
        if (joins + leaves > 0)
        {
            joins += _taken.Count(change => change.Left is null);
            leaves += _taken.Count(change => change.Left is not null);
            var summary = new ClientsChanged(joins, leaves, hub.Everyone.Count);
            notices.Add(
                ServiceEvent.Make(Clients, "clients.changed", summary, ServiceEventJson.Default.ClientsChanged, now));
            return;
        }

        notices.AddRange(_taken.Select(change => Single(change, now)));
    }

    public void Dispose() => hub.Changed -= Note;

    private static string Version() => typeof(ActivityReporter).Assembly.GetName().Version!.ToString(fieldCount: 3);

    private static FeedEvent Single(ClientChange change, DateTimeOffset now)
    {
        var (client, left, clients) = change;
        if (left is not { } reason)
        {
            var joined = new ClientJoined(client.Id, client.Transport, clients);
            return ServiceEvent.Make(Clients, "client.joined", joined, ServiceEventJson.Default.ClientJoined, now);
        }

        var gone = new ClientLeft(client.Id, client.Transport, clients, reason.ToString().ToLowerInvariant());
        return ServiceEvent.Make(Clients, "client.left", gone, ServiceEventJson.Default.ClientLeft, now);
    }

    // On a transport's task: never waits.
    private void Note(FeedClient client, DisconnectReason? left)
    {
        if (!_changes.Writer.TryWrite(new ClientChange(client, left, hub.Everyone.Count)))
        {
            Interlocked.Increment(ref left is null ? ref _joinsDropped : ref _leavesDropped);
        }
    }
}
