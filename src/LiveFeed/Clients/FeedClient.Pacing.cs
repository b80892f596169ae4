using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// A client may ask for a flush window of its own. One that is shorter than the hub's, the hub keeps. For a longer one the
/// client is paced by its transport: the hub only queues its events, and once in a window the transport writes all that
/// there is by then, of each key the latest. A queue that overflows in that time is no loss: the rest is read from the log.
/// </summary>
internal sealed partial class FeedClient
{
    // Of retained events, what its queue may hold until the window ends. The rest is in the log.
    private const long PacedBytes = 64 << 10;

    private readonly TimeSpan? _window;
    private readonly long _windowTicks = long.MaxValue;
    private long _nextBurst; // a timestamp; the transport's task only
    private volatile bool _isHurried; // set by the hub, cleared by the transport's task
    private volatile TaskCompletionSource? _pause; // while it waits for that; set by the transport's task

    /// <summary>At most one write in this time; null for the hub's.</summary>
    internal TimeSpan? Window
    {
        get => _window;
        init => (_window, _windowTicks) =
            (value, value is { } own ? (long)(own.TotalSeconds * _time.TimestampFrequency) : long.MaxValue);
    }

    /// <summary><see cref="Window"/> in timestamps; the largest number for the hub's.</summary>
    internal long WindowTicks => _windowTicks;

    /// <summary>Its transport paces it: the window is longer than the hub's.</summary>
    internal bool IsPaced { get; init; }

    /// <summary>
    /// Waits until the window is over. False when it is not and the client is to be told something (<see cref="TakeTold"/>).
    /// For the task of its transport only.
    /// </summary>
    internal async ValueTask<bool> PauseAsync()
    {
        if (IsPauseOver)
        {
            return true;
        }

        var woken = new TaskCompletionSource(); // the transport goes on within the call that wakes it
        _pause = woken;
        Interlocked.MemoryBarrier(); // what is said or asked from here on wakes it
        if (!IsPauseOver && Volatile.Read(ref _toTell) is null or { IsEmpty: true })
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

    /// <summary>Ends the window now, for the memory of what waits is needed. Any thread.</summary>
    internal void EndWindow()
    {
        if (IsPaced)
        {
            _isHurried = true;
            EndPause();
        }
    }

    /// <summary>Adds what is to be told and is no event. For the task of its transport only.</summary>
    internal void TakeTold(List<Frame> batch) => TakeOwn(batch);

    /// <summary>
    /// The window is over, and all up to the head of the log is to be written. For the task of its transport only.
    /// </summary>
    internal long BeginBurst()
    {
        _isHurried = false;
        return _log.Head;
    }

    /// <summary>There is more to read at once: of its first events, or up to a position.</summary>
    internal bool HasMore(long head) =>
        !_ended && (!_last.IsEmpty || (_cursor < head && (IsCatchingUp || !_accepts || _queue.Reader.TryPeek(out _))));

    /// <summary>Everything was written; the next window begins.</summary>
    internal void EndBurst() => _nextBurst = _time.GetTimestamp() + _windowTicks;

    // A change of what it follows is made step by step, and waits for its lane in between.
    private bool IsPauseOver => _ended || _isHurried || Volatile.Read(ref _changes) is { Any: true } || _time.GetTimestamp() >= _nextBurst;

    // A retained event that is not queued is read from the log.
    private bool HasPacedRoomFor(Frame frame) =>
        !IsPaced || frame.FirstSequence == 0 ||
        Volatile.Read(ref _queuedBytes) - Volatile.Read(ref _takenBytes) + frame.HeldBytes <= PacedBytes;

    private void EndPause() => _pause?.TrySetResult();

    // As in the log: an event for some clients only replaces none, and neither does one that is not kept replace one that
    // is. The latest of each key stays where it is, and so does the last position of the batch.
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
