using System.Collections.Concurrent;
using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub.Index;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hub;

/// <summary>
/// One loop of the fan-out and the clients that it serves. There is one a processor, each with its share of the clients. It
/// follows the log and offers every event, in the log's order, to those of its clients that must have it. It never waits for
/// a client. The offer writes at once to a client that keeps up. (d) in docs/architecture.md.
/// </summary>
internal sealed partial class Lane : IDisposable, ISubscriptionIndex
{
    // One system call each, about 3 µs.
    private const int FewClients = 256;

    private const int MaxSyncs = 16; // a turn

    // an event of the log goes to every client; the client knows what it has
    private const long WheneverJoined = long.MaxValue;

    private readonly IEventLog _log;
    private readonly FlushWindow _window;
    private readonly Recipients _recipients;
    private readonly HeartbeatSweep _sweep;
    private readonly TimeProvider _time;
    private readonly LiveFeedMetrics _metrics;
    private readonly LaneFaults _faults;
    private readonly ConcurrentQueue<(EventFrame Frame, long Joined, long After)> _ephemeral = new();
    private readonly ConcurrentQueue<FeedClient> _syncs = new(); // clients that ask how far everything was offered

    private readonly LaneScheduler _turns;
    private long _sequence; // the turn's only: the log was offered up to here
    private long _head; // written by the turn: the log's head when everything up to it had been offered
    private long _taken; // written by the turn
    private int _sweepDue; // set by a timer, cleared by the turn

    internal Lane(
        IEventLog log, DeliveryOptions options, long mostUntold, TimeProvider time, LiveFeedMetrics metrics, ILogger logger)
    {
        (_log, _time, _metrics, _faults) = (log, time, metrics, new LaneFaults(logger));
        _window = new FlushWindow(options.FlushWindow, time, Wake);
        _sweep = new HeartbeatSweep(options, mostUntold, _window, time);
        _recipients = new Recipients(Clients, _window);
        _turns = new LaneScheduler(TakeTurnAsync);
        _sequence = log.Head;
    }

    internal ClientDirectory Clients { get; } = new();

    /// <summary>How many turns it has taken. It takes one at least once a second.</summary>
    internal long Turns => Volatile.Read(ref _taken);

    public void Dispose() => _window.Dispose();

    /// <summary>There may be something to do. Any thread.</summary>
    internal void Wake() => _turns.Ask();

    /// <summary>
    /// As <see cref="Wake"/>, but the calling thread does the work, which saves two changes of threads. Not when that would
    /// take more than about a millisecond, or when the thread does low-priority work.
    /// </summary>
    /// <param name="recipients">Max clients that get what is new.</param>
    internal void WorkHere(int recipients)
    {
        if (Math.Min(recipients, Clients.Everyone.Count) <= FewClients && !LowPriorityWork.IsHere)
        {
            _turns.MakeHere();
        }
        else
        {
            _turns.Ask();
        }
    }

    /// <summary>Offers an event that the log does not keep. Any thread.</summary>
    /// <param name="ephemeral">The event.</param>
    /// <param name="joined">The last <see cref="FeedClient.Number"/> that gets it.</param>
    /// <param name="after">It follows the events of the log up to this sequence, and comes before all later ones.</param>
    internal void Send(EventFrame ephemeral, long joined, long after)
    {
        _ephemeral.Enqueue((ephemeral, joined, after));
        Wake();
    }

    public void Follow(FeedClient client, ImmutableArray<TopicPattern> topics) => Clients.Follow(client, topics);

    public void Unfollow(FeedClient client, ImmutableArray<TopicPattern> topics) => Clients.Unfollow(client, topics);

    public void RequestSync(FeedClient client)
    {
        _syncs.Enqueue(client);
        WorkHere(recipients: HasNews ? int.MaxValue : 1); // the turn offers what is new, maybe to all
    }

    private bool HasNews => _log.Head != Volatile.Read(ref _head) || !_ephemeral.IsEmpty;

    /// <summary>Offers new events until it is told to stop.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        Wake(); // for what was appended before
        await using (_time.CreateTimer(_ => SweepSoon(), null, _sweep.Interval, _sweep.Interval))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, stoppingToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing);
        }

        await _turns.StopAsync();
    }
}
