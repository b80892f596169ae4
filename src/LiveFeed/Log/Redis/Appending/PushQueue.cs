namespace LiveFeed.Log.Redis.Appending;

/// <summary>
/// What the store has pushed and the tail has yet to take. When too much waits, all of it is dropped: reading it from the
/// streams is as good. Any thread.
/// </summary>
internal sealed class PushQueue
{
    internal const long MaxBytes = 8 << 20; // some tenths of a second of all that one Redis gives

    private readonly Lock _gate = new(); // guards the next fields
    private readonly Queue<PushedEvents> _waiting = new();
    private long _bytes;

    /// <summary>False when it and all that waits was dropped.</summary>
    internal bool TryAdd(PushedEvents pushed)
    {
        lock (_gate)
        {
            if (_bytes + pushed.Bytes > MaxBytes && _waiting.Count > 0)
            {
                _waiting.Clear();
                _bytes = 0;
                return false;
            }

            _waiting.Enqueue(pushed);
            _bytes += pushed.Bytes;
            return true;
        }
    }

    internal PushedEvents? TryTake()
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out var next))
            {
                return null;
            }

            _bytes -= next.Bytes;
            return next;
        }
    }
}
