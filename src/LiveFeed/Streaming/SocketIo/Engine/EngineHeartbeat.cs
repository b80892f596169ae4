using LiveFeed.Scheduling;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>
/// Pings the connections of a path and ends those that do not answer: two lists in the order of what is due, and one timer
/// for all. A client whose messages come meanwhile is there: its pong may be behind them. Any thread.
/// </summary>
internal sealed class EngineHeartbeat : IDisposable
{
    // So many are looked at in one go, so that others need not wait long for the lock.
    private const int MaxTaken = 256;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly long _interval; // in ticks of timestamps, like the next
    private readonly long _timeout;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly LinkedList<EngineConnection> _resting = new(); // are pinged next; guarded by _lock, like all below
    private readonly LinkedList<EngineConnection> _pinged = new(); // must answer, or are let go
    private long _armed = long.MaxValue; // when the timer fires

    internal EngineHeartbeat(EngineOptions options, TimeProvider time)
    {
        _time = time;
        _interval = _time.TicksOf(options.PingInterval);
        _timeout = _time.TicksOf(options.PingTimeout);
        _timer = time.CreateTimer(
            static it => ((EngineHeartbeat)it!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to ping it.</summary>
    internal void Add(EngineConnection connection) => Move(connection, _resting, _interval);

    internal void Remove(EngineConnection connection)
    {
        lock (_lock)
        {
            Remove_NeedsLock(connection);
        }
    }

    /// <summary>A pong has come. One that was not asked for changes nothing.</summary>
    internal void Answered(EngineConnection connection)
    {
        lock (_lock)
        {
            if (connection.Beat.List == _pinged)
            {
                Move_NeedsLock(connection, _resting, _interval);
            }
        }
    }

    /// <summary>It is over, and known until its last poll has come or would have.</summary>
    internal void Linger(EngineConnection connection) => Move(connection, _pinged, _timeout);

    /// <summary>Whether it should have answered by now. The timer may be late.</summary>
    internal bool IsOverdue(EngineConnection connection)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            return connection.Beat.List == _pinged && connection.BeatDue <= now && !IsHeard(connection, now);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var due = new List<EngineConnection>();
        while (TakeDue(_pinged, due) > 0)
        {
            due.ForEach(connection => connection.Unanswered());
        }

        while (TakeDue(_resting, due) > 0)
        {
            due.ForEach(connection => connection.Ping());
        }

        lock (_lock)
        {
            _armed = long.MaxValue;
            Arm_NeedsLock(Math.Min(Due_NeedsLock(_resting), Due_NeedsLock(_pinged)));
        }
    }

    private int TakeDue(LinkedList<EngineConnection> list, List<EngineConnection> due)
    {
        due.Clear();
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            while (due.Count < MaxTaken && list.First is { } first && first.Value.BeatDue <= now)
            {
                list.Remove(first);
                if (list == _pinged && IsHeard(first.Value, now))
                {
                    first.Value.BeatDue = now + _timeout;
                    list.AddLast(first);
                    continue;
                }

                due.Add(first.Value);
                if (list == _resting)
                {
                    // From when the ping was due, so that the client is gone when its own clock says so, unless the timer
                    // was very late.
                    first.Value.BeatDue = Math.Max(first.Value.BeatDue + _timeout, now + (_timeout / 2));
                    _pinged.AddLast(first);
                }
            }
        }

        return due.Count;
    }

    private void Move(EngineConnection connection, LinkedList<EngineConnection> to, long delay)
    {
        lock (_lock)
        {
            Move_NeedsLock(connection, to, delay);
        }
    }

    private void Move_NeedsLock(EngineConnection connection, LinkedList<EngineConnection> to, long delay)
    {
        Remove_NeedsLock(connection);
        connection.BeatDue = _time.GetTimestamp() + delay;
        to.AddLast(connection.Beat);
        Arm_NeedsLock(connection.BeatDue);
    }

    // While a message is taken, nothing is read behind it, not even the answer to a ping.
    private bool IsHeard(EngineConnection connection, long now) =>
        !connection.HasEnded && (connection.IsTaking || connection.HeardAt > now - _timeout);

    private static void Remove_NeedsLock(EngineConnection connection) => connection.Beat.List?.Remove(connection.Beat);

    private static long Due_NeedsLock(LinkedList<EngineConnection> list) => list.First?.Value.BeatDue ?? long.MaxValue;

    private void Arm_NeedsLock(long due)
    {
        if (due < _armed)
        {
            _armed = due;
            var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
            _timer.Change(wait > Shortest ? wait : Shortest, Timeout.InfiniteTimeSpan);
        }
    }
}
