using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Scheduling;

namespace LiveFeed.Clients;

/// <summary>
/// A client may ask for a flush window of its own. The hub applies one that is shorter than its own window. A longer one is
/// applied by the client's transport: the hub only queues the events, and once in a window the transport writes all that
/// waits, of each key the latest. A queue that overflows meanwhile loses nothing: the rest is read from the log. A heartbeat
/// that the client was promised does not wait for a window that it has asked for since.
/// </summary>
internal sealed partial class FeedClient
{
    // Of retained events, what its queue may hold until the window ends. The rest is in the log.
    private const long PacedBytes = 64 << 10;

    private long _windowTicks = long.MaxValue; // by Volatile
    private volatile bool _isPaced;
    private long _nextBurst; // a timestamp; written by the transport's task, read by any thread
    private volatile bool _isHurried; // set by the hub, cleared by the transport's task
    private volatile bool _owesBeat; // a heartbeat is due amid the window; set by the hub, cleared by the transport's task
    private volatile TaskCompletionSource? _pause; // set by the transport's task while it waits for _nextBurst

    /// <summary>Max one write in this time; null for the hub's window.</summary>
    internal TimeSpan? Window { get; private set; }

    /// <summary><see cref="Window"/> in timestamp ticks; the largest number for the hub's window.</summary>
    internal long WindowTicks => Volatile.Read(ref _windowTicks);

    /// <summary>
    /// The longest silence that it was told of; the largest value when it was told of none. Set by its transport before it
    /// writes, read by the hub.
    /// </summary>
    internal TimeSpan PromisedSilence { get; set; } = TimeSpan.MaxValue;

    /// <summary>Its transport paces it, because its window is longer than the hub's.</summary>
    internal bool IsPaced => _isPaced;

    /// <summary>Sets the window. A window that is open already ends. Any thread, one at a time.</summary>
    internal void Pace(TimeSpan? window, bool isPaced)
    {
        var wasPaced = _isPaced;
        Window = window;
        var ticks = window is { } own ? _time.TicksOf(own) : long.MaxValue;
        Volatile.Write(ref _windowTicks, ticks);
        _isPaced = isPaced;
        if (wasPaced)
        {
            EndWindow();
        }

        if (wasPaced || isPaced)
        {
            Nudge();
        }
    }

    /// <summary>
    /// Waits until the window is over. False when it is not over, but the client must be told something
    /// (<see cref="TakeAmidWindow"/>). Only the task of its transport calls this.
    /// </summary>
    internal async ValueTask<bool> PauseAsync()
    {
        if (IsPauseOver)
        {
            return true;
        }

        var woken = new TaskCompletionSource(); // the transport's task continues within the call that wakes it
        _pause = woken;
        Interlocked.MemoryBarrier(); // from here on a frame to tell or a change of topics wakes it
        if (!IsPauseOver && !_toTell.HasAny && !_owesBeat)
        {
            _directTurn.Park(); // it waits for time, and not for the client to read
            var rest = _time.GetElapsedTime(_time.GetTimestamp(), _nextBurst);
            await woken.Task.WaitAsync(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, _time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            _directTurn.Resume();
        }

        _pause = null;
        return IsPauseOver;
    }

    /// <summary>
    /// Adds what does not wait for the end of the window. All that was read is written, so a heartbeat tells how far that
    /// is. Only the task of its transport calls this.
    /// </summary>
    internal void TakeAmidWindow(List<Frame> batch)
    {
        TakeTold(batch);
        if (_owesBeat)
        {
            _owesBeat = false;
            batch.Add(new HeartbeatFrame(Reached, _cursor));
            _tells = _cursor;
        }
    }

    /// <summary>Ends the window now: the memory of what waits is needed. Any thread.</summary>
    internal void EndWindow()
    {
        _isHurried = true;
        EndPause();
    }

    /// <summary>It waits for the end of its window, so nothing can be sent now. Any thread.</summary>
    internal bool IsWithinWindow => IsPaced && !_ended && _time.GetTimestamp() < Volatile.Read(ref _nextBurst);

    /// <summary>
    /// The window is over: everything up to the log's head, which this returns, will be written. Only the task of its
    /// transport calls this.
    /// </summary>
    internal long BeginBurst()
    {
        _isHurried = false;
        return _log.Head;
    }

    /// <summary>True when there is more to read at once: first events, or events up to a position.</summary>
    internal bool HasMore(long head) =>
        !_ended && (!_last.IsEmpty || (_cursor < head && (IsCatchingUp || !_accepts || _queue.Reader.TryPeek(out _))));

    /// <summary>Everything was written; the next window begins.</summary>
    internal void EndBurst() => Volatile.Write(ref _nextBurst, _time.GetTimestamp() + WindowTicks);

    // A change of topics takes several steps, with waits for the lane between them. So it ends the pause.
    private bool IsPauseOver =>
        _ended || _isHurried || Volatile.Read(ref _changes) is { Any: true } || _time.GetTimestamp() >= _nextBurst;

    // A retained event that is not queued is read from the log.
    private bool HasPacedRoomFor(Frame frame) =>
        !IsPaced || frame.FirstSequence == 0 ||
        Volatile.Read(ref _queuedBytes) - Volatile.Read(ref _takenBytes) + frame.HeldBytes <= PacedBytes;

    private void BeatAmidWindow(long now)
    {
        if (IsWithinWindow && UntoldFor(now) >= PromisedSilence)
        {
            _owesBeat = true;
            EndPause();
        }
    }

    private void EndPause()
    {
        Interlocked.MemoryBarrier(); // either this thread sees the pause, or the pause sees why it is over
        _pause?.TrySetResult();
    }

    // As in the log: an event for some clients only replaces no other, and an ephemeral event replaces only ephemeral ones.
    // The latest of each key keeps its place, and so does the last position of the batch.
    private void Conflate(List<Frame> batch)
    {
        var latest = new HashSet<(TopicName?, string, bool)>();
        for (var i = batch.Count - 1; i >= 0; i--)
        {
            if (batch[i] is not EventFrame { Event: { Key: { } key, To: null } e })
            {
                continue;
            }

            var value = (e.Topic, key, e.Ephemeral);
            if (latest.Contains(value))
            {
                batch[i] = WakeFrame.Instance;
            }
            else if (e.Except.Length == 0)
            {
                latest.Add(value);
            }
        }

        Conflated += batch.RemoveAll(static frame => ReferenceEquals(frame, WakeFrame.Instance));
    }
}
