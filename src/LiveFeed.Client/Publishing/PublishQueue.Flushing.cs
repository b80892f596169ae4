namespace LiveFeed.Client.Publishing;

/// <summary>The ends of the queue: all that is in it is sent, or fails.</summary>
internal sealed partial class PublishQueue
{
    /// <summary>Has all events sent that were added by now; ends when each is settled.</summary>
    internal Task FlushAsync()
    {
        lock (_lock)
        {
            _flushThrough = _number;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((_number, done));
            EndFlushes_NeedsLock();
            _changed.Set();
            return done.Task;
        }
    }

    /// <summary>Takes no more events. Those that are there are still sent.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            (_isClosed, _flushThrough) = (true, _number);
            _changed.Set();
        }
    }

    /// <summary>Fails what is left; returns how many events.</summary>
    internal int FailRest(LiveFeedException why)
    {
        PendingEvent[] rest;
        lock (_lock)
        {
            rest = [.. _sent, .. _queued, .. _outside];
            _sent.Clear();
            _queued.Clear();
            _outside.Clear();
            EndFlushes_NeedsLock();
        }

        foreach (var e in rest)
        {
            e.Admitted.TrySetResult();
        }

        return rest.Count(e => e.Fail(why));
    }

    private void EndFlushes_NeedsLock()
    {
        var first = _sent.TryPeek(out var e) || _queued.TryPeek(out e) ? e.Number
            : _outside.First?.Value.Number ?? long.MaxValue;
        foreach (var flush in _flushes.Where(flush => flush.Through < first))
        {
            flush.Done.TrySetResult();
        }

        _flushes.RemoveAll(flush => flush.Through < first);
    }
}
