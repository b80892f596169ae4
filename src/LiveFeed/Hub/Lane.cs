using System.Collections.Concurrent;
using System.Collections.Immutable;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Hub.Index;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hub;

/// <summary>
/// One loop of the fan-out and the clients that it serves; there are as many as processors, each with its share of the clients.
/// It follows the log by itself and offers every event, in the log's order, to those of its clients that are to have it. It
/// never waits for a client; within an offer a client that keeps up is written to right here. (d) in docs/architecture.md.
/// </summary>
internal sealed class Lane : IDisposable, ISubscriptionIndex
{
    // A system call each, some 3 µs.
    private const int FewClients = 256;

    private const long Everyone = long.MaxValue; // a log's event goes to whoever is there: the client itself knows what it has had

    private readonly IEventLog _log;
    private readonly FlushWindow _window;
    private readonly Recipients _recipients;
    private readonly HeartbeatSweep _rounds;
    private readonly TimeProvider _time;
    private readonly LiveFeedMetrics _metrics;
    private readonly LaneFaults _faults;
    private readonly ConcurrentQueue<(EventFrame Frame, long Joined)> _ephemeral = new();
    private readonly ConcurrentQueue<FeedClient> _syncs = new(); // those that want to know how far everything was offered

    private readonly LaneScheduler _turns;
    private long _sequence; // the turn's only: this far the log was offered
    private long _head; // the turn's only: the log's, as it was when everything up to it had been offered
    private int _roundDue; // set by a timer, cleared by the turn

    internal Lane(IEventLog log, DeliveryOptions options, long mostUntold, TimeProvider time, LiveFeedMetrics metrics, ILogger logger)
    {
        (_log, _time, _metrics, _faults) = (log, time, metrics, new LaneFaults(logger));
        _window = new FlushWindow(options.FlushWindow, time, Wake);
        _rounds = new HeartbeatSweep(options, mostUntold, _window, time);
        _recipients = new Recipients(Clients, _window);
        _turns = new LaneScheduler(TakeTurnAsync);
        _sequence = log.Head;
    }

    internal ClientDirectory Clients { get; } = new();

    public void Dispose() => _window.Dispose();

    /// <summary>There may be something to do. Any thread.</summary>
    internal void Wake() => _turns.Ask();

    /// <summary>
    /// As <see cref="Wake"/>, but what there is to do is done by the calling thread, which saves two changes of threads,
    /// unless it would be busy for more than about a millisecond, or stands behind others.
    /// </summary>
    internal void WorkHere()
    {
        if (Clients.Everyone.Count <= FewClients && !LowPriorityWork.IsHere)
        {
            _turns.MakeHere();
        }
        else
        {
            _turns.Ask();
        }
    }

    /// <summary>Offers an event that the log does not keep to clients up to this number. Any thread.</summary>
    internal void Send(EventFrame ephemeral, long joined)
    {
        _ephemeral.Enqueue((ephemeral, joined));
        Wake();
    }

    public void Follow(FeedClient client, ImmutableArray<TopicPattern> topics) => Clients.Follow(client, topics);

    public void Unfollow(FeedClient client, ImmutableArray<TopicPattern> topics) => Clients.Unfollow(client, topics);

    public void RequestSync(FeedClient client)
    {
        _syncs.Enqueue(client);
        Wake();
    }

    /// <summary>Offers what comes until it is told to stop.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        Wake(); // for what was appended before
        await using (_time.CreateTimer(_ => MakeRoundSoon(), null, _rounds.Interval, _rounds.Interval))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _turns.StopAsync();
    }

    private async ValueTask TakeTurnAsync()
    {
        try
        {
            var (start, before) = (LiveFeedMetrics.Now, _sequence);
            var letOut = _window.OpenIfDue();
            Count(letOut);
            await OfferNewsAsync();
            Sync();
            if (letOut > 0 || (_sequence != before && Clients.Everyone.Count > 0))
            {
                _metrics.TookTurn(start);
            }

            _faults.TurnEnded();
        }
        catch (Exception e)
        {
            _faults.TurnFailed(e);
        }

        MakeRoundIfDue();
    }

    // Also while the log cannot be read: whoever is connected is alive, and has had what was offered until then.
    private void MakeRoundIfDue()
    {
        if (Interlocked.Exchange(ref _roundDue, 0) == 0)
        {
            return;
        }

        try
        {
            Count(_rounds.Make(Clients.Everyone.Snapshot(), new HeartbeatFrame(_log.Epochs.PositionOf(_sequence), _sequence)));
        }
        catch (Exception e)
        {
            _faults.TurnFailed(e);
        }
    }

    // At most as many as have asked until now.
    private void Sync()
    {
        for (var count = _syncs.Count; count > 0 && _syncs.TryDequeue(out var client); count--)
        {
            Count(_window.LetOutNow(client));
            client.Sync(Math.Max(_sequence, _head));
        }
    }

    private void MakeRoundSoon()
    {
        Volatile.Write(ref _roundDue, 1);
        Wake();
    }

    private async ValueTask OfferNewsAsync()
    {
        for (var more = true; more;)
        {
            SkipUnlessServing();

            var head = _log.Head;

            // An ephemeral event goes out after what was stored before it was sent.
            var ephemeral = _ephemeral.Count;
            var page = await _log.ReadAsync(
                _sequence, subscription: null, ReadLimits.PageEvents, conflate: false, CancellationToken.None);
            if (page.Gap is { } gap)
            {
                // Trimmed before this loop came to it, or of a store that was replaced: the clients find out from the log what
                // they miss, and say so.
                _faults.Missed(gap.Reason, _log.CountBetween(gap.After, gap.Before - 1));
                LeaveBehind(through: _sequence);
            }
            else if (page.ReachedEnd)
            {
                _faults.CaughtUp();
            }

            more = !page.ReachedEnd;
            _window.BeginTurn();
            for (var i = 0; i < page.Frames.Count; i++)
            {
                Offer(page.Frames[i], Everyone, isLast: i == page.Frames.Count - 1 && ephemeral == 0);
            }

            _sequence = page.Through;
            _head = page.ReachedEnd ? head : _head;
            for (; !more && ephemeral > 0 && _ephemeral.TryDequeue(out var one); ephemeral--)
            {
                Offer(one.Frame, one.Joined, isLast: ephemeral == 1);
            }

            Count(_window.EndTurn());
        }
    }

    // A turn that fails must not offer again what it has offered: some have it already. So an event whose offer fails is passed,
    // and everyone reads the log from before it, where each finds what it has not had. An ephemeral one is in no log.
    private void Offer(EventFrame frame, long joined, bool isLast)
    {
        try
        {
            Count(_recipients.Offer(frame, joined, isLast));
        }
        catch (Exception e)
        {
            _faults.OfferFailed(e);
            if (frame.Sequence > 0)
            {
                LeaveBehind(through: frame.Sequence - 1);
            }
        }

        _sequence = Math.Max(_sequence, frame.Sequence);
    }

    // The head is looked at first: who joins after the count was taken starts at that head or later.
    private void SkipUnlessServing()
    {
        var head = _log.Head;
        Interlocked.MemoryBarrier();
        if (Clients.Everyone.Count == 0)
        {
            _sequence = head;
        }
    }

    private void LeaveBehind(long through)
    {
        foreach (var client in Clients.Everyone.Snapshot())
        {
            client.FallBehind(through);
        }
    }

    private void Count(int written)
    {
        if (written > 0)
        {
            _metrics.Delivered(written);
        }
    }
}
