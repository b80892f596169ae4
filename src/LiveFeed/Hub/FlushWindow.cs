using LiveFeed.Clients;
using LiveFeed.Frames;
using LiveFeed.Scheduling;

namespace LiveFeed.Hub;

/// <summary>
/// Max one write a client in a window. The first event after a quiet time leaves at once. Later events are kept back, one
/// <see cref="BatchFrame"/> a client, until a common tick lets them out, max one window later. Events that become known in
/// one turn of the lane leave together, also without a window; but an event for many does not wait for later ones of single
/// clients. The lane's loop only; its timer only says that the tick is due.
/// </summary>
internal sealed class FlushWindow : IDisposable
{
    // Max bytes kept back for one client, as they are written: what a socket commonly takes at once. A batch this large
    // gains nothing by waiting.
    private const long FlushBytes = 64 << 10;

    // So many system calls take about 300 µs. An answer to a publisher waits max that long for a processor that sends.
    private const int SendsBetweenYields = 64;

    private readonly TimeSpan _length;
    private readonly long _ticks; // the same, in timestamp ticks
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly List<FeedClient> _waiting = []; // clients with something kept back, in the order in which it began
    private BatchFrame? _newest; // the batch begun last; a client that begins with the same event shares it
    private long _now; // timestamp of this turn
    private int _before; // how many clients waited when this turn began
    private int _sends; // sends since the processor was last offered to others
    private bool _isSet; // the timer is
    private int _isDue; // set by the timer, cleared by the loop

    /// <param name="length">Zero turns it off.</param>
    /// <param name="time">The clock.</param>
    /// <param name="wake">Has the lane's loop call <see cref="OpenIfDue"/>.</param>
    internal FlushWindow(TimeSpan length, TimeProvider time, Action wake)
    {
        (_length, _time) = (length, time);
        _ticks = time.TicksOf(length);
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
    /// <returns>How many events were written on the spot; the next methods return the same.</returns>
    internal int Offer(FeedClient client, EventFrame frame, bool isLast)
    {
        if (!client.Accepts(frame))
        {
            return 0;
        }

        if (client.Pending is not { } pending)
        {
            if (client.IsPaced)
            {
                return client.Offer(frame, _now);
            }

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

    /// <summary>Lets out the events that this turn kept back only because more might have followed.</summary>
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

    /// <summary>
    /// Tells a client where the feed stands, after what is kept back for it. Does nothing when that tells it anyway.
    /// </summary>
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

    // Its own transport may have written to it since this turn began. Without a window that keeps nothing back.
    private bool MayWrite(FeedClient client)
    {
        var window = Math.Min(_ticks, client.WindowTicks);
        return window == 0 || _now - client.LastWrite >= window;
    }

    private BatchFrame Begin(EventFrame frame) =>
        _newest is { } newest && ReferenceEquals(newest.Last, frame) ? newest : _newest = BatchFrame.Of(frame);

    private int LetOut(FeedClient client)
    {
        if (client.Pending is not { } pending)
        {
            return 0; // it was let out already
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
