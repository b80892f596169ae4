using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Hub;

/// <summary>
/// At most one write a client in a window. The first event after a quiet spell leaves at once; what follows is kept back,
/// one <see cref="BatchFrame"/> a client, until a common tick, at most one window later, lets it out. What becomes known
/// together, in one turn of the lane, leaves together also without a window. The lane's loop only; its timer only says that
/// the tick is due.
/// </summary>
internal sealed class FlushWindow : IDisposable
{
    // Kept back for one client at most, in bytes that are written: what a socket commonly takes at once. A batch this large
    // gains nothing by waiting.
    private const long FlushBytes = 64 << 10;

    // A system call each makes about 300 µs: that is how long an answer to a publisher waits for a processor that sends.
    private const int SendsBetweenYields = 64;

    private readonly TimeSpan _length;
    private readonly long _ticks; // of the same, in timestamps
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly List<FeedClient> _waiting = []; // those with something kept back, in the order in which it began
    private BatchFrame? _newest; // the batch begun last; whoever begins with the same event shares it
    private long _now; // of this turn
    private int _before; // how many waited when this turn began
    private int _sends; // since the processor was last offered to others
    private bool _isSet; // the timer is
    private int _isDue; // set by the timer, cleared by the loop

    /// <param name="length">Zero turns it off.</param>
    /// <param name="time">What it goes by.</param>
    /// <param name="wake">Has the lane's loop call <see cref="OpenIfDue"/>.</param>
    internal FlushWindow(TimeSpan length, TimeProvider time, Action wake)
    {
        (_length, _time) = (length, time);
        _ticks = (long)(length.TotalSeconds * time.TimestampFrequency);
        _timer = time.CreateTimer(
            _ =>
            {
                Volatile.Write(ref _isDue, 1);
                wake();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    internal void BeginTurn()
    {
        _now = _time.GetTimestamp();
        _before = _waiting.Count;
    }

    /// <summary>Sends an event to a client, or keeps it back.</summary>
    /// <returns>How many events were written on the spot, as from each of the following.</returns>
    internal int Offer(FeedClient client, EventFrame frame, bool isLast)
    {
        if (!client.Accepts(frame))
        {
            return 0;
        }

        if (client.IsPaced)
        {
            return client.Offer(frame, _now);
        }

        if (client.Pending is not { } pending)
        {
            if (isLast && MayWrite(client))
            {
                return Send(client, frame);
            }

            _waiting.Add(client);
            client.Pending = Begin(frame);
            return 0;
        }

        client.Pending = pending.With(frame);
        return client.Pending.WireBytes < FlushBytes ? 0 : LetOut(client);
    }

    /// <summary>Lets out what was kept back in this turn only for what might have followed.</summary>
    internal int EndTurn()
    {
        var written = 0;
        var kept = _before;
        for (var i = _before; i < _waiting.Count; i++)
        {
            var client = _waiting[i];
            if (MayWrite(client))
            {
                written += LetOut(client);
            }
            else
            {
                _waiting[kept++] = client;
            }
        }

        _waiting.RemoveRange(kept, _waiting.Count - kept);
        if (kept > 0 && !_isSet)
        {
            _isSet = true;
            _timer.Change(_length, Timeout.InfiniteTimeSpan);
        }

        return written;
    }

    /// <summary>Lets out all that was kept back, when the tick is due.</summary>
    internal int OpenIfDue()
    {
        if (Interlocked.Exchange(ref _isDue, 0) == 0)
        {
            return 0;
        }

        _isSet = false;
        _now = _time.GetTimestamp();
        var written = 0;
        foreach (var client in _waiting)
        {
            written += LetOut(client);
        }

        _waiting.Clear();
        _newest = null;
        return written;
    }

    /// <summary>Tells a client where the feed stands, after what is kept back for it, unless that tells it anyhow.</summary>
    internal int Tell(FeedClient client, HeartbeatFrame heartbeat, long now)
    {
        if (client.Pending is { LastSequence: > 0 })
        {
            return 0;
        }

        _now = now;
        var written = LetOut(client);
        client.Offer(heartbeat, now);
        return written;
    }

    /// <summary>Lets out what is kept back for one client.</summary>
    internal int LetOutNow(FeedClient client)
    {
        _now = _time.GetTimestamp();
        return LetOut(client);
    }

    private bool MayWrite(FeedClient client) => _now - client.LastWrite >= Math.Min(_ticks, client.WindowTicks);

    private BatchFrame Begin(EventFrame frame) =>
        _newest is { } newest && ReferenceEquals(newest.Last, frame) ? newest : _newest = BatchFrame.Of(frame);

    private int LetOut(FeedClient client)
    {
        if (client.Pending is not { } pending)
        {
            return 0; // it was too large to be kept back
        }

        client.Pending = null;
        return Send(client, pending.Events == 1 ? pending.Last : pending);
    }

    private int Send(FeedClient client, Frame frame)
    {
        if (++_sends == SendsBetweenYields)
        {
            _sends = 0;
            LaneScheduler.Yield();
        }

        return client.Offer(frame, _now);
    }
}
