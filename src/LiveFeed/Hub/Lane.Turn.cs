using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Telemetry;

namespace LiveFeed.Hub;

/// <summary>A lane's turn; only one runs at a time.</summary>
internal sealed partial class Lane
{
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

        SweepIfDue();
        Volatile.Write(ref _taken, _taken + 1);
    }

    // Runs also while the log cannot be read: connected clients are alive, and have what was offered until then.
    private void SweepIfDue()
    {
        if (Interlocked.Exchange(ref _sweepDue, 0) == 0)
        {
            return;
        }

        try
        {
            var heartbeat = new HeartbeatFrame(_log.Epochs.PositionOf(_sequence), _sequence);
            Count(_sweep.Run(Clients.Everyone.Snapshot(), heartbeat));
            _faults.SweepEnded();
        }
        catch (Exception e)
        {
            _faults.SweepFailed(e);
        }
    }

    // Of the clients that have asked until now. Each goes on here with the change of its topics, for some ten microseconds,
    // so only a few in a turn.
    private void Sync()
    {
        for (var count = Math.Min(_syncs.Count, MaxSyncs); count > 0 && _syncs.TryDequeue(out var client); count--)
        {
            Count(_window.LetOutNow(client));
            client.Sync(Math.Max(_sequence, _head));
        }

        if (!_syncs.IsEmpty)
        {
            Wake();
        }
    }

    private void SweepSoon()
    {
        Volatile.Write(ref _sweepDue, 1);
        Wake();
    }

    private async ValueTask OfferNewsAsync()
    {
        for (var more = true; more;)
        {
            var head = SkipUnlessServing();
            var ephemeral = _ephemeral.Count; // those that come from now on wait for the next turn
            var page = await _log.ReadAsync(
                _sequence, subscription: null, ReadLimits.PageEvents, conflate: false, CancellationToken.None);
            if (page.Gap is { } gap)
            {
                // The events were trimmed before this loop read them, or the store was replaced. The clients find in the log
                // what they miss, and are told.
                _faults.Missed(gap.Reason, _log.CountBetween(gap.After, gap.Before - 1));
                LeaveBehind(through: _sequence);
            }
            else if (page.ReachedEnd)
            {
                _faults.CaughtUp();
            }

            more = !page.ReachedEnd;
            _window.BeginTurn();
            var lastForMany = LastForMany(page.Frames);
            for (var i = 0; i < page.Frames.Count; i++)
            {
                OfferEphemeral(ref ephemeral, upTo: page.Frames[i].Sequence - 1, isMoreToCome: true);
                Offer(
                    page.Frames[i],
                    WheneverJoined,
                    isLast: ephemeral == 0 && (i == lastForMany || i == page.Frames.Count - 1));
            }

            _sequence = page.Through;
            _head = page.ReachedEnd ? head : _head;
            OfferEphemeral(ref ephemeral, upTo: _sequence, isMoreToCome: false);
            Count(_window.EndTurn());
        }
    }

    // What follows that one in the page is for single clients or users: all others need not wait for it.
    private static int LastForMany(IReadOnlyList<EventFrame> frames)
    {
        var last = frames.Count - 1;
        while (last >= 0 && frames[last].Event.To is not null)
        {
            last--;
        }

        return last;
    }

    // An ephemeral event has a place: after the events that were stored before it was sent.
    private void OfferEphemeral(ref int left, long upTo, bool isMoreToCome)
    {
        for (; left > 0 && _ephemeral.TryPeek(out var one) && one.After <= upTo; left--)
        {
            _ephemeral.TryDequeue(out _);
            Offer(one.Frame, one.Joined, isLast: !isMoreToCome && left == 1);
        }
    }

    // A failed turn must not offer an event again, because some clients have it. So an event whose offer fails is skipped,
    // and every client reads the log from before it: there each finds what it does not have. An ephemeral event is in no log
    // and is lost.
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

    // Reads the head first: a client that joins after the count starts at that head or later.
    private long SkipUnlessServing()
    {
        var head = _log.Head;
        Interlocked.MemoryBarrier();
        if (Clients.Everyone.Count == 0)
        {
            _sequence = head;
        }

        return head;
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
