using System.Threading.Channels;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Publishing;

namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>
/// Reports that the service started, and which clients joined or left. The hub's transports only put a change into a bounded
/// channel and go on. The publisher takes the changes out once a turn. A change that finds the channel full is only counted;
/// then one summary replaces all changes of that turn. So a thousand clients that reconnect at once make one event, not a
/// thousand to deliver.
/// </summary>
internal sealed class ActivityReporter(FeedHub hub) : IDisposable
{
    /// <summary>Max single joins and leaves a turn: as many as a person can read.</summary>
    internal const int MaxSingle = 20;

    private static readonly TopicName Service = TopicName.Parse("system/service");
    private static readonly TopicName Clients = TopicName.Parse("system/clients");

    private readonly Channel<ClientChange> _changes = Channel.CreateBounded<ClientChange>(
        new BoundedChannelOptions(MaxSingle) { SingleReader = true });

    private readonly List<ClientChange> _taken = new(MaxSingle); // the publisher's task only, like the next
    private bool _toldStart;
    private long _joinsDropped; // by Interlocked, like the next
    private long _leavesDropped;

    /// <summary>Notes joins and leaves from now on.</summary>
    internal void Listen() => hub.Changed += Note;

    /// <summary>Adds the events for the changes since the last call. The publisher's task only.</summary>
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

    // Runs on a transport's task, so it never waits.
    private void Note(FeedClient client, DisconnectReason? left)
    {
        if (!_changes.Writer.TryWrite(new ClientChange(client, left, hub.Everyone.Count)))
        {
            Interlocked.Increment(ref left is null ? ref _joinsDropped : ref _leavesDropped);
        }
    }
}
