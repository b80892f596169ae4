using LiveFeed.Client.Retrying;

namespace LiveFeed.Client.Publishing;

/// <summary>
/// The events that wait to be sent, and those that are being sent: in order, and with a bound in bytes. An event for which
/// there is no room waits outside, and those that come later behind it. Any thread adds; one task takes.
/// </summary>
internal sealed partial class PublishQueue : IDisposable
{
    private readonly LiveFeedClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new(); // guards all that follows but _changed
    private readonly Queue<PendingEvent> _queued = new();
    private readonly LinkedList<PendingEvent> _outside = new(); // wait for room
    private readonly Queue<PendingEvent> _sent = new(); // taken, and not released
    private readonly List<(long Through, TaskCompletionSource Done)> _flushes = [];
    private readonly Signal _changed = new();
    private readonly ITimer _timer; // sets _changed when the first event has waited long enough
    private long _heldBytes; // of the queued and the sent
    private long _queuedBytes;
    private long _number;
    private long _flushThrough; // up to this number nothing waits for others
    private bool _isClosed;

    internal PublishQueue(LiveFeedClientOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _timer = time.CreateTimer(
            static changed => ((Signal)changed!).Set(), _changed, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds an event; ends when there is room for it.</summary>
    /// <exception cref="ObjectDisposedException">The client was closed.</exception>
    /// <exception cref="ArgumentException">It is larger than the whole queue.</exception>
    internal async ValueTask AddAsync(PendingEvent e, CancellationToken cancellationToken)
    {
        if (e.Json.Length > _options.QueueBytes)
        {
            throw new ArgumentException(
                $"The event has {e.Json.Length} bytes, more than the queue may hold ({_options.QueueBytes}).", nameof(e));
        }

        cancellationToken.ThrowIfCancellationRequested();
        LinkedListNode<PendingEvent> place;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(LiveFeedClient));
            e.Number = ++_number;
            place = _outside.AddLast(e);
            Admit_NeedsLock();
        }

        if (!e.Admitted.Task.IsCompleted)
        {
            using var leave = cancellationToken.UnsafeRegister(_ => Leave(place, cancellationToken), null);
            await e.Admitted.Task.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The next batch, once it is full, its first event has waited long enough, or somebody waits for it. Null when the
    /// queue is closed and empty. What is taken must be released.
    /// </summary>
    internal async ValueTask<IReadOnlyList<PendingEvent>?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_queued.Count == 0 && _isClosed)
                {
                    return null;
                }

                var rest = _queued.Count == 0 ? Timeout.InfiniteTimeSpan : RestOfWait_NeedsLock();
                if (rest == TimeSpan.Zero)
                {
                    return Take_NeedsLock();
                }

                _timer.Change(rest, Timeout.InfiniteTimeSpan);
            }

            await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The batch that was taken is settled: its bytes are free.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            _heldBytes -= _sent.Sum(e => (long)e.Json.Length);
            _sent.Clear();
            Admit_NeedsLock();
            EndFlushes_NeedsLock();
        }
    }

    public void Dispose() => _timer.Dispose();

    // What is in the list when the wait is cancelled has not been admitted, and never will be.
    private void Leave(LinkedListNode<PendingEvent> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return;
            }

            _outside.Remove(place);
            Admit_NeedsLock(); // the next may be smaller
            EndFlushes_NeedsLock();
        }

        place.Value.Admitted.TrySetCanceled(cancellationToken);
    }

    private void Admit_NeedsLock()
    {
        while (_outside.First is { } first && _heldBytes + first.Value.Json.Length <= _options.QueueBytes)
        {
            var e = first.Value;
            _outside.RemoveFirst();
            _heldBytes += e.Json.Length;
            _queuedBytes += e.Json.Length;
            e.QueuedAt = _time.GetTimestamp();
            _queued.Enqueue(e);
            e.Admitted.TrySetResult();
        }

        _changed.Set();
    }

    // Zero: the batch leaves now.
    private TimeSpan RestOfWait_NeedsLock()
    {
        var first = _queued.Peek();
        if (_queued.Count >= _options.BatchEvents || _queuedBytes >= _options.BatchBytes || _outside.Count > 0 ||
            first.Number <= _flushThrough)
        {
            return TimeSpan.Zero;
        }

        var rest = _options.BatchWait - _time.GetElapsedTime(first.QueuedAt);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private List<PendingEvent> Take_NeedsLock()
    {
        var batch = new List<PendingEvent>();
        for (var bytes = 0L; batch.Count < _options.BatchEvents && _queued.TryPeek(out var next); batch.Add(next))
        {
            bytes += next.Json.Length;
            if (batch.Count > 0 && bytes > _options.BatchBytes)
            {
                break;
            }

            _sent.Enqueue(_queued.Dequeue());
            _queuedBytes -= next.Json.Length;
        }

        return batch;
    }
}
